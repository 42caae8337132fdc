package startup

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/rcfile"
	"github.com/fobcli/fob/internal/shell"
)

func TestALineThatSetsTheProfileIsKnownInEveryShell(t *testing.T) {
	for line, want := range map[string]string{
		"export AWS_PROFILE=dev":                                       "dev",
		"  AWS_PROFILE=dev; export AWS_PROFILE":                        "dev",
		`export A=1 AWS_PROFILE="my dev" # mine`:                       "my dev",
		"export AWS_PROFILE='my dev'":                                  "my dev",
		"typeset -x AWS_PROFILE=dev":                                   "dev",
		`$env:AWS_PROFILE = "dev"`:                                     "dev",
		`$Env:AWS_PROFILE='dev';`:                                      "dev",
		`${env:AWS_PROFILE} = 'dev'`:                                   "dev",
		`[Environment]::SetEnvironmentVariable("AWS_PROFILE", "dev")`:  "dev",
		"set -gx AWS_PROFILE dev":                                      "dev",
		"set --export --global AWS_PROFILE 'dev'":                      "dev",
		"SETUVAR --export AWS_PROFILE:dev":                             "dev",
		`SETUVAR --export AWS_PROFILE:my\x2ddev\x20\u00fc`:             "my-dev ü",
		`SETUVAR --export AWS_PROFILE:\x`:                              "?",
		`$env.AWS_PROFILE = "dev"`:                                     "dev",
		"set AWS_PROFILE=dev":                                          "dev",
		`export AWS_PROFILE="$(cat x)"`:                                "?",
		"export AWS_PROFILE=$X":                                        "?",
		`export AWS_PROFILE='it'\''s'`:                                 "?",
		`$env:AWS_PROFILE = 'it''s'`:                                   "?",
		`$env:AWS_PROFILE = -join [char[]](1, 2)`:                      "?",
		"# export AWS_PROFILE=dev":                                     "",
		"unset AWS_PROFILE":                                            "",
		"export MY_AWS_PROFILE=dev":                                    "",
		`if [ "$AWS_PROFILE" = dev ]; then`:                            "",
		"set -e AWS_PROFILE":                                           "",
		"set -q AWS_PROFILE; and echo x":                               "",
		`if $env.AWS_PROFILE == "x" {`:                                 "",
		"$env:AWS_PROFILE -eq 'x'":                                     "",
		"export AWS_PROFILE":                                           "",
		"echo AWS_PROFILE":                                             "",
		`alias p='echo $AWS_PROFILE'`:                                  "",
		"export AWS_PROFILE=":                                          "",
		"AWS_PROFILES=x":                                               "",
		"[Environment]::GetEnvironmentVariable('AWS_PROFILE', 'User')": "",
	} {
		got, ok := assignment(line)
		if ok && got == "" {
			got = "?"
		}
		if got != want {
			t.Errorf("%s\nsets %q, want %q", line, got, want)
		}
	}
}

// What fob writes, it reads back, in every shell's quoting.
func FuzzASavedProfileIsReadBack(f *testing.F) {
	for _, name := range []string{"dev", "it's", "ü’😀", `a"b\c`, "$x `y`", "-join", "a;b", "=", "{{", "# New shells use \"x\""} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
			return
		}
		for _, k := range shell.Kinds() {
			lines := ProfileLines(k, shell.Switch{Profile: name})
			data, err := rcfile.Set(nil, ProfileBlock, lines, "\n")
			if err != nil {
				t.Fatal(err)
			}
			if k == shell.Cmd {
				continue // it has no such file
			}
			want := []Origin{{name, "rc", 3, true}}
			if diff := cmp.Diff(want, originsIn("rc", data)); diff != "" {
				t.Fatalf("%s: %s\n%s", k, data, diff)
			}
		}
	})
}

// A line for PowerShell is ASCII, for 5.1 takes a file without a mark to be in
// a code page; the region comes along.
func TestALineForPowerShellIsASCII(t *testing.T) {
	got := ProfileLines(shell.WindowsPowerShell, shell.Switch{Profile: "ü", Region: "eu-west-1"})
	want := []string{
		`# New shells use "\u00fc". Take it back: fob use --unset --save`,
		"$env:AWS_PROFILE = -join [char[]](252); $env:AWS_REGION = 'eu-west-1'; $env:AWS_DEFAULT_REGION = 'eu-west-1'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A line says one thing at most, and what it says is in it.
func FuzzALineIsRead(f *testing.F) {
	for _, line := range []string{"export AWS_PROFILE=dev", "set -gx AWS_PROFILE 'a b'", `$env:AWS_PROFILE = "x"`, `SETUVAR --export AWS_PROFILE:a\x2d`, "AWS_PROFILE='", `AWS_PROFILE="`} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		value, ok := assignment(line)
		if !ok && value != "" {
			t.Errorf("%q sets nothing, and gives %q", line, value)
		}
		if !strings.Contains(line, "SETUVAR") && !strings.Contains(line, value) {
			t.Errorf("%q gives %q", line, value)
		}
	})
}
