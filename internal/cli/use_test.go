package cli

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
)

const useProfiles = `[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1
[profile 'My Prod']
role_arn = arn:aws:iam::444455556666:role/x
`

// hardProfile has a name that cmd cannot write.
const hardProfile = "[profile 100%]\n"

func TestUsePrintsTheLineToPaste(t *testing.T) {
	for name, tc := range map[string]struct {
		vars  map[string]string
		words []string
		want  string
	}{
		"bash":                  {nil, []string{"dev"}, "export AWS_PROFILE=dev"},
		"a shell that is named": {nil, []string{"dev", "--shell", "powershell"}, "$env:AWS_PROFILE = 'dev'"},
		"PowerShell by its variable": {
			map[string]string{"PSModulePath": "/x"},
			[]string{"My Prod"},
			"$env:AWS_PROFILE = 'My Prod'",
		},
		"keys are in the way": {
			map[string]string{"AWS_ACCESS_KEY_ID": "A", "AWS_DEFAULT_PROFILE": "x"},
			[]string{"My Prod", "--region", "eu-west-1"},
			"unset AWS_ACCESS_KEY_ID AWS_DEFAULT_PROFILE; export AWS_PROFILE='My Prod'; export AWS_REGION=eu-west-1; export AWS_DEFAULT_REGION=eu-west-1",
		},
		"named by --profile":       {nil, []string{"-p", "dev"}, "export AWS_PROFILE=dev"},
		"unset leaves keys alone":  {map[string]string{"AWS_ACCESS_KEY_ID": "A"}, []string{"--unset"}, "unset AWS_PROFILE"},
		"unset takes both names":   {map[string]string{"AWS_DEFAULT_PROFILE": "x"}, []string{"--unset"}, "unset AWS_PROFILE AWS_DEFAULT_PROFILE"},
		"a hook of another age":    {map[string]string{shell.HookVariable: "bash/9"}, []string{"dev"}, "export AWS_PROFILE=dev"},
		"words without their hook": {map[string]string{shell.WordsVariable: "w100.101.118"}, []string{"dev"}, "export AWS_PROFILE=dev"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, useProfiles)
			for k, v := range tc.vars {
				e.vars[k] = v
			}
			if err := e.run(t, append([]string{"use"}, tc.words...)...); err != nil || e.out.String() != tc.want+"\n" || e.err.Len() > 0 {
				t.Errorf("%v\ngot  %swant %s\nstderr %s", err, &e.out, tc.want, &e.err)
			}
		})
	}
}

func TestUseAnswersTheHook(t *testing.T) {
	for name, tc := range map[string]struct {
		vars      map[string]string
		words     []string
		want, say string
	}{
		"bash": {
			map[string]string{shell.HookVariable: "bash/1", "AWS_SESSION_TOKEN": "hunter2"},
			[]string{"use", "dev"},
			"fob-hook 1\nprevious w\nprofile dev\n",
			"This shell now uses dev (111122223333, ReadOnly).\nCleared what would have come before it: AWS_SESSION_TOKEN\n",
		},
		"PowerShell": {
			map[string]string{shell.HookVariable: "pwsh/1", shell.WordsVariable: "w77.121.32.80.114.111.100"},
			[]string{"use"},
			"fob-hook 1\nprevious w\nprofile 77.121.32.80.114.111.100\n",
			"This shell now uses My Prod (arn:aws:iam::444455556666:role/x).\n",
		},
		"a region that stays": {
			map[string]string{shell.HookVariable: "zsh/1", "AWS_REGION": "eu-west-1", "AWS_PROFILE": "My Prod"},
			[]string{"use", "dev"},
			"fob-hook 1\nprevious w77.121.32.80.114.111.100\nprofile dev\n",
			"This shell now uses dev (111122223333, ReadOnly).\nAWS_REGION stays eu-west-1 and comes before the profile's region.\n",
		},
		"the profile's own region": {
			map[string]string{shell.HookVariable: "zsh/1", "AWS_REGION": "us-east-1", "AWS_PROFILE": "dev"},
			[]string{"use", "dev"},
			"fob-hook 1\nprofile dev\n", "This shell now uses dev (111122223333, ReadOnly).\n",
		},
		"back": {
			map[string]string{shell.HookVariable: "fish/1", "AWS_PROFILE": "dev", shell.PreviousVariable: shell.Remember("My Prod")},
			[]string{"use", "-"},
			"fob-hook 1\nprevious w100.101.118\nprofile My Prod\n", "This shell now uses My Prod (arn:aws:iam::444455556666:role/x).\n",
		},
		"back to none": {
			map[string]string{shell.HookVariable: "nu/1", "AWS_PROFILE": "dev", shell.PreviousVariable: shell.Remember("")},
			[]string{"use", "-"},
			"fob-hook 1\nprevious w100.101.118\nnone\n", "This shell uses no profile any more.\n",
		},
		"a line of cmd": {
			map[string]string{shell.HookVariable: "cmd/1", shell.LineVariable: `use "My Prod" --region eu-west-1`, "AWS_PROFILE": "My Prod"},
			[]string{"use"},
			"fob-hook 1\nprofile My Prod\nregion eu-west-1\n", "This shell now uses My Prod (arn:aws:iam::444455556666:role/x).\n",
		},
		"unset": {
			map[string]string{shell.HookVariable: "bash/1"},
			[]string{"use", "--unset"},
			"fob-hook 1\nnone\n", "This shell uses no profile any more.\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, useProfiles)
			for k, v := range tc.vars {
				e.vars[k] = v
			}
			if err := e.run(t, tc.words...); err != nil || e.out.String() != tc.want || e.err.String() != tc.say {
				t.Errorf("%v\n%q\n%q", err, e.out.String(), e.err.String())
			}
		})
	}
}

func TestUseRefusesWhatItCannotDo(t *testing.T) {
	for name, tc := range map[string]struct {
		words []string
		code  fault.Code
		want  string
	}{
		"a profile that is not there":  {[]string{"dve"}, fault.NoProfile, `there is no profile "dve"`},
		"none, and nobody to ask":      {nil, fault.Usage, "no profile is named"},
		"both":                         {[]string{"dev", "--unset"}, fault.Usage, "--unset takes no profile"},
		"a shell it does not know":     {[]string{"dev", "--shell", "tcsh"}, fault.Usage, "fob does not know the shell tcsh; it knows pwsh, powershell, cmd, bash, zsh, fish, nu, sh"},
		"a name that cmd cannot write": {[]string{"100%", "--shell", "cmd"}, fault.Usage, `the profile "100%" has a %, which cmd cannot quote`},
		"no region":                    {[]string{"dev", "--region", "X Y"}, fault.Usage, "region"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, useProfiles+hardProfile)
			err := e.run(t, append([]string{"use"}, tc.words...)...)
			if fault.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.want) || e.out.Len() > 0 {
				t.Errorf("%v, code %d, stdout %s", err, fault.CodeOf(err), &e.out)
			}
		})
	}
}

func TestUseRefusesWhatAHookCannotDo(t *testing.T) {
	for name, tc := range map[string]struct {
		vars map[string]string
		code fault.Code
		want string
		out  string
	}{
		"nothing to go back to":     {map[string]string{shell.HookVariable: "bash/1", shell.LineVariable: "use -"}, fault.Usage, "no previous profile", ""},
		"a way back that is none":   {map[string]string{shell.HookVariable: "bash/1", shell.LineVariable: "use -", shell.PreviousVariable: "dev"}, fault.Usage, "no previous profile", ""},
		"back, without a hook":      {map[string]string{"FOB_BACK": "-"}, fault.Usage, "only a shell that has loaded fob's hook", ""},
		"a profile that is gone":    {map[string]string{shell.HookVariable: "bash/1", shell.LineVariable: "use -", shell.PreviousVariable: "w120"}, fault.NoProfile, `no profile "x"`, ""},
		"cmd is told the exit code": {map[string]string{shell.HookVariable: "cmd/1", shell.LineVariable: "use nobody"}, fault.NoProfile, "nobody", "fob-hook 1\nexit 5\n"},
		"cmd, words that are none":  {map[string]string{shell.HookVariable: "cmd/1", shell.LineVariable: "use --nonsense"}, fault.Usage, "nonsense", "fob-hook 1\nexit 2\n"},
		"cmd, delayed expansion":    {map[string]string{shell.HookVariable: "cmd/1", shell.LineVariable: "use ha!"}, fault.Usage, "has a !, which cmd may replace", "fob-hook 1\nexit 2\n"},
		"cmd, another code page":    {map[string]string{shell.HookVariable: "cmd/1", shell.LineVariable: "use €"}, fault.Usage, "code page lacks", "fob-hook 1\nexit 2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, useProfiles+"[profile ha!]\n[profile €]\n")
			words := []string{"use"}
			if back := tc.vars["FOB_BACK"]; back != "" {
				words = append(words, back)
			}
			for k, v := range tc.vars {
				e.vars[k] = v
			}
			err := e.run(t, words...)
			if fault.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.want) || e.out.String() != tc.out {
				t.Errorf("%v, code %d, stdout %q", err, fault.CodeOf(err), e.out.String())
			}
		})
	}
}

func TestUseAloneLetsThePersonPick(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	e.Interactive = func() bool { return true }
	if err := e.run(t, "use"); err != nil || e.out.String() != "export AWS_PROFILE='My Prod'\n" {
		t.Errorf("%v\n%s", err, &e.out)
	}
	if got, want := fmt.Sprint(e.picked.Items), "[{dev 111122223333, ReadOnly} {My Prod arn:aws:iam::444455556666:role/x}]"; got != want {
		t.Errorf("offered %s", got)
	}
	if !strings.Contains(e.err.String(), "  fob init --install bash\n") {
		t.Errorf("stderr %s", &e.err)
	}
}

func TestInitPrintsTheHook(t *testing.T) {
	e := newSessionEnv(t, "")
	for _, k := range shell.Kinds() {
		if err := e.run(t, "init", string(k)); err != nil || e.out.String() != shell.Hook(k, shell.Load{}) {
			t.Errorf("%s: %v\n%s", k, err, &e.out)
		}
	}
	for _, name := range []string{"tcsh", "sh"} {
		if err := Execute(context.Background(), e.Env, []string{"init", name}); fault.CodeOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}
