package wsl

import (
	"path"
	"strconv"
	"strings"
)

// Drive is a drive of Windows and where it is mounted.
type Drive struct {
	Letter byte   // 'C'
	Mount  string // /mnt/c, or wherever automount.root in wsl.conf puts it
	Modes  bool   // Linux modes and owners are kept: the mount option metadata
}

// parseMounts reads /proc/mounts. It knows where the drives really are, in
// whatever way wsl.conf or a person had them mounted. A drive looks like one of
//
//	C:\134 /mnt/c 9p rw,…,aname=drvfs;path=C:\;uid=1000;gid=1000;metadata;symlinkroot=/mnt/,…
//	C: /mnt/c drvfs rw,noatime,uid=1000,gid=1000,metadata,case=off
func parseMounts(mounts string) []Drive {
	var drives []Drive
	for l := range strings.Lines(mounts) {
		words := strings.Fields(l)
		if len(words) < 4 {
			continue
		}
		options := strings.FieldsFunc(words[3], func(r rune) bool { return r == ',' || r == ';' })
		letter, ok := letterOf(words[0])
		for _, o := range options {
			if p, found := strings.CutPrefix(o, "path="); found && !ok {
				letter, ok = letterOf(p)
			}
		}
		if !ok || words[2] != "9p" && words[2] != "drvfs" && words[2] != "virtiofs" {
			continue
		}
		d := Drive{Letter: letter, Mount: unescape(words[1])}
		for _, o := range options {
			d.Modes = d.Modes || o == "metadata"
		}
		drives = append(drives, d)
	}
	return drives
}

// letterOf returns the letter of C:, C:\ or C:\134; folders that are mounted
// by themselves are no drives.
func letterOf(device string) (byte, bool) {
	device = strings.TrimSuffix(unescape(device), `\`)
	if len(device) != 2 || device[1] != ':' {
		return 0, false
	}
	letter := device[0] &^ 0x20
	return letter, letter >= 'A' && letter <= 'Z'
}

// unescape undoes the kernel's \040 for blanks and the like.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// DriveOf returns the drive that a file lies on, the zero Drive for none.
func (f Facts) DriveOf(file string) Drive {
	var best Drive
	for _, d := range f.Drives {
		if (file == d.Mount || strings.HasPrefix(file, strings.TrimSuffix(d.Mount, "/")+"/")) && len(d.Mount) > len(best.Mount) {
			best = d
		}
	}
	return best
}

// homes are the folders of Windows' programs that lie elsewhere than in
// Windows\System32.
var homes = []struct{ program, folder string }{
	{"powershell.exe", "Windows/System32/WindowsPowerShell/v1.0"},
	{"explorer.exe", "Windows"},
}

// Program returns how to start a program of Windows: by its name when it is on
// PATH, else by its path, as wsl.conf may leave Windows' PATH away
// (appendWindowsPath). It is empty when it is not to be had.
func (f Facts) Program(name string, has func(program string) bool) string {
	if has(name) {
		return name
	}
	folder := "Windows/System32"
	for _, h := range homes {
		if h.program == name {
			folder = h.folder
		}
	}
	for _, d := range f.Drives {
		if p := path.Join(d.Mount, folder, name); has(p) {
			return p
		}
	}
	return ""
}
