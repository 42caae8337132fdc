package shell_test

import (
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// Windows PowerShell 5.1 reads a script without a BOM in the console's code
// page, so the hook must say all it has to say in ASCII; 20 kB is a start-up's
// worth of parsing.
func TestHooksAreSmallAndASCII(t *testing.T) {
	for _, k := range shell.Kinds() {
		hook := shell.Hook(k, shell.Load{AWS: true, Prompt: true})
		if len(hook) == 0 || len(hook) > 20_000 {
			t.Errorf("%s: %d bytes", k, len(hook))
		}
		for i := range len(hook) {
			if hook[i] >= 0x80 {
				t.Errorf("%s: byte %d is not ASCII", k, i)
				break
			}
		}
	}
}

func TestUseLineSwitchesAndClears(t *testing.T) {
	clear := []string{"AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"}
	for name, tc := range map[string]struct {
		kind  shell.Kind
		s     shell.Switch
		clear []string
		want  string
	}{
		"bash": {shell.Bash, shell.Switch{Profile: "my-dev"}, nil, "export AWS_PROFILE=my-dev"},
		"bash, a name with a blank": {
			shell.Bash,
			shell.Switch{Profile: "it's mine"},
			nil, `export AWS_PROFILE='it'\''s mine'`,
		},
		"bash, with keys and a region": {
			shell.Bash,
			shell.Switch{Profile: "a", Region: "eu-west-1"},
			clear,
			"unset AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN; export AWS_PROFILE=a; export AWS_REGION=eu-west-1; export AWS_DEFAULT_REGION=eu-west-1",
		},
		"zsh, unset": {shell.Zsh, shell.Switch{}, []string{"AWS_DEFAULT_PROFILE"}, "unset AWS_PROFILE AWS_DEFAULT_PROFILE"},
		"PowerShell": {shell.PowerShell, shell.Switch{Profile: "my-dev"}, nil, "$env:AWS_PROFILE = 'my-dev'"},
		"PowerShell, with keys": {
			shell.PowerShell,
			shell.Switch{Profile: "x’y"},
			clear[:1], "$env:AWS_ACCESS_KEY_ID = $null; $env:AWS_PROFILE = 'x’’y'",
		},
		"Windows PowerShell": {shell.WindowsPowerShell, shell.Switch{Profile: "d"}, nil, "$env:AWS_PROFILE = 'd'"},
		"sh, unset":          {shell.Sh, shell.Switch{}, nil, "unset AWS_PROFILE"},
		"fish, with keys and a region": {
			shell.Fish,
			shell.Switch{Profile: "it's", Region: "eu-west-1"},
			clear,
			`set -e AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN; set -gx AWS_PROFILE 'it\'s'; set -gx AWS_REGION eu-west-1; set -gx AWS_DEFAULT_REGION eu-west-1`,
		},
		"nu, with keys": {
			shell.Nu,
			shell.Switch{Profile: "my-dev"},
			clear, `hide-env -i AWS_ACCESS_KEY_ID AWS_SESSION_TOKEN; $env.AWS_PROFILE = "my-dev"`,
		},
		"cmd, with keys": {
			shell.Cmd,
			shell.Switch{Profile: `My Prod\`},
			clear[:1], `set "AWS_ACCESS_KEY_ID=" & set "AWS_PROFILE=My Prod\"`,
		},
		"cmd, unset":        {shell.Cmd, shell.Switch{}, nil, `set "AWS_PROFILE="`},
		"PowerShell, unset": {shell.PowerShell, shell.Switch{}, nil, "$env:AWS_PROFILE = $null"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shell.UseLine(tc.kind, tc.s, tc.clear); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}
