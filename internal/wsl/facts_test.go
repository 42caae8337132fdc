package wsl

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/paths"
)

const (
	release2 = "5.15.153.1-microsoft-standard-WSL2\n"
	release1 = "4.4.0-19041-Microsoft\n"
	version1 = "Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) (gcc version 5.4.0 (GCC) ) #1237-Microsoft Sat Sep 11 14:32:00 PST 2021\n"
	enabled  = "enabled\ninterpreter /init\nflags: PF\noffset 0\nmagic 4d5a\n"
	mounts2  = "/dev/sdc / ext4 rw,relatime 0 0\nC:\\134 /mnt/c 9p rw,noatime,dirsync,aname=drvfs;path=C:\\;uid=1000;gid=1000;symlinkroot=/mnt/,mmap,access=client,msize=65536,trans=fd,rfd=5,wfd=5 0 0\n"
)

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func TestLook(t *testing.T) {
	const osrelease = "proc/sys/kernel/osrelease"
	variables := map[string]string{"WSL_DISTRO_NAME": "Ubuntu", "WSL_INTEROP": "/run/WSL/8_interop"}
	cDrive := []Drive{{Letter: 'C', Mount: "/mnt/c"}}
	for name, tc := range map[string]struct {
		goos  string
		files fstest.MapFS
		env   map[string]string
		want  Facts
	}{
		"WSL 2":                                 {"linux", files(osrelease, release2, binfmt, enabled, "proc/mounts", mounts2), variables, Facts{2, "Ubuntu", true, cDrive}},
		"WSL 2 under systemd":                   {"linux", files(osrelease, release2, lateBinfmt, enabled), variables, Facts{Version: 2, Distro: "Ubuntu", Interop: true}},
		"WSL 1":                                 {"linux", files(osrelease, release1, binfmt, enabled), variables, Facts{Version: 1, Distro: "Ubuntu", Interop: true}},
		"WSL 1 by /proc/version alone":          {"linux", files("proc/version", version1), variables, Facts{Version: 1, Distro: "Ubuntu", Interop: true}},
		"under sudo, without the variables":     {"linux", files(osrelease, release2, binfmt, enabled, "run/WSL/8_interop", ""), nil, Facts{Version: 2, Interop: true}},
		"interop is off in wsl.conf":            {"linux", files(osrelease, release2, "run/WSL/8_interop", ""), map[string]string{"WSL_DISTRO_NAME": "Ubuntu"}, Facts{Version: 2, Distro: "Ubuntu"}},
		"interop is off for now":                {"linux", files(osrelease, release2, binfmt, "disabled\n"), variables, Facts{Version: 2, Distro: "Ubuntu"}},
		"a kernel of one's own":                 {"linux", files(osrelease, "6.6.1-mine", binfmt, enabled, "run/WSL/8_interop", ""), variables, Facts{Version: 2, Distro: "Ubuntu", Interop: true}},
		"docker inside of WSL":                  {"linux", files(osrelease, release2, ".dockerenv", "", binfmt, enabled), nil, Facts{}},
		"podman with the variables handed on":   {"linux", files(osrelease, release2, "run/.containerenv", ""), variables, Facts{}},
		"another container inside of WSL":       {"linux", files(osrelease, release2), nil, Facts{}},
		"Linux":                                 {"linux", files(osrelease, "6.8.0-45-generic\n"), nil, Facts{}},
		"Linux, with variables from elsewhere":  {"linux", files(osrelease, "6.8.0-45-generic\n"), variables, Facts{}},
		"Linux in Azure, whose kernel is named": {"linux", files(osrelease, "5.15.0-microsoft-azure\n"), nil, Facts{}},
		"Windows itself":                        {"windows", files(), variables, Facts{}},
		"nothing can be read":                   {"linux", files(), variables, Facts{}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, Look(tc.files, paths.FromMap(tc.goos, tc.env))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDrives(t *testing.T) {
	mounts := mounts2 +
		"drvfs /mnt/d\\040e 9p rw,aname=drvfs;path=D:\\;uid=0;metadata;symlinkroot=/mnt/,trans=fd 0 0\n" +
		"E: /win/e drvfs rw,noatime,uid=1000,gid=1000,metadata,case=off 0 0\n" +
		"C:\\134Program\\040Files /usr/lib/wsl/drivers 9p ro,aname=drivers 0 0\n" +
		"drivers /usr/lib/wsl/lib 9p ro,aname=drivers;fmask=222,trans=fd 0 0\nshort /x\n"
	f := Facts{Drives: parseMounts(mounts)}
	want := []Drive{{'C', "/mnt/c", false}, {'D', "/mnt/d e", true}, {'E', "/win/e", true}}
	if d := cmp.Diff(want, f.Drives); d != "" {
		t.Error(d)
	}
	for file, mount := range map[string]string{"/mnt/c": "/mnt/c", "/mnt/c/Users": "/mnt/c", "/mnt/cc": "", "/win/e/x": "/win/e", "/home": ""} {
		if got := f.DriveOf(file).Mount; got != mount {
			t.Errorf("%s lies on %q, want %q", file, got, mount)
		}
	}
	has := func(p string) bool {
		return slices.Contains([]string{"cmd.exe", "/win/e/Windows/explorer.exe", "/mnt/c/Windows/System32/curl.exe"}, p)
	}
	for name, path := range map[string]string{"cmd.exe": "cmd.exe", "explorer.exe": "/win/e/Windows/explorer.exe", "curl.exe": "/mnt/c/Windows/System32/curl.exe", "powershell.exe": ""} {
		if got := f.Program(name, has); got != path {
			t.Errorf("%s is %q, want %q", name, got, path)
		}
	}
}

func FuzzMounts(f *testing.F) {
	for _, s := range []string{mounts2, "C: /mnt/c drvfs rw,metadata 0 0", "drvfs /m 9p path=z:\\ 0 0", "\\134\\04 \\ 9p path=", "\\777 / 9p x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range parseMounts(s) {
			if d.Letter < 'A' || d.Letter > 'Z' || d.Mount == "" {
				t.Errorf("%q gives %+v", s, d)
			}
		}
	})
}

func TestParseConfig(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want settings
	}{
		"nothing":                  {"", settings{}},
		"what people write":        {"[wsl2]\r\nmemory=4GB\r\nnetworkingMode=mirrored # new\r\n", settings{mode: "mirrored"}},
		"the older section":        {"[experimental]\nnetworkingMode = Mirrored\n", settings{mode: "mirrored"}},
		"forwarding off":           {"\ufeff[WSL2]\n\tLocalhostForwarding = \"FALSE\"\n", settings{noForwarding: true}},
		"forwarding off, as 0":     {"[wsl2]\nlocalhostforwarding=0", settings{noForwarding: true}},
		"forwarding on":            {"[wsl2]\nlocalhostForwarding=true\n", settings{}},
		"the first one wins":       {"[wsl2]\nlocalhostForwarding=true\nlocalhostForwarding=false\nnetworkingMode=none\nnetworkingMode=nat", settings{mode: "none"}},
		"commented out":            {"[wsl2]\n#localhostForwarding=false\n", settings{}},
		"in another section":       {"[user]\nlocalhostForwarding=false\nnetworkingMode=none\n", settings{}},
		"before any section":       {"localhostForwarding=false\n", settings{}},
		"no value":                 {"[wsl2]\nnetworkingMode=\nlocalhostForwarding\n", settings{}},
		"a heading that is broken": {"[wsl2\nnetworkingMode=nat", settings{mode: "nat"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := parseConfig(tc.text); got != tc.want {
				t.Errorf("got %+v, want %+v", got, tc.want)
			}
		})
	}
}

func FuzzParseConfig(f *testing.F) {
	for _, s := range []string{"[wsl2]\nnetworkingMode=nat", "[", "=", "[wsl2]\nlocalhostForwarding=\"", "\ufeff[WSL2]\r\na=b#c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := parseConfig(s)
		if got.mode != strings.TrimSpace(got.mode) || strings.ContainsAny(got.mode, "#\n") {
			t.Errorf("%q gives the mode %q", s, got.mode)
		}
		if got.noForwarding && !strings.Contains(strings.ToLower(s), "localhostforwarding") {
			t.Errorf("%q turns forwarding off", s)
		}
		// What stands above, under a heading of its own, changes nothing.
		if again := parseConfig("[other]\nx=y\n" + strings.TrimPrefix(s, "\ufeff")); strings.HasPrefix(strings.TrimSpace(s), "[") && again != got {
			t.Errorf("%q: %+v, below another section %+v", s, got, again)
		}
	})
}
