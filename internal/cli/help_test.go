package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

// Every command says what it does in a line, shows how it is used, and fits
// the terminal.
func TestEveryCommandHasHelpThatFits(t *testing.T) {
	e := newSessionEnv(t, "")
	walk(NewRoot(e.Env), func(c *cobra.Command) {
		if c.Hidden || c.Name() == "completion" || c.HasParent() && c.Parent().Name() == "completion" {
			return
		}
		name := c.CommandPath()
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: Short is %q", name, c.Short)
		}
		if c.Example == "" && !c.HasSubCommands() {
			t.Errorf("%s has no example", name)
		}
		words := append([]string{"help"}, strings.Fields(name)[1:]...)
		if err := e.run(t, words...); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for line := range strings.Lines(e.out.String()) {
			if line = strings.TrimRight(line, "\n"); len([]rune(line)) > helpWidth && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, "fob configure") {
				t.Errorf("%s: a line of %d characters: %s", name, len([]rune(line)), line)
			}
		}
	})
}

// The words of the AWS CLI and the topics have their page, too.
func TestHelpKnowsTopicsAndSpellings(t *testing.T) {
	e := newSessionEnv(t, "")
	for words, want := range map[string]string{
		"help":                             "fob help exit-codes",
		"help exit-codes":                  "  130  interrupted by Ctrl-C\n",
		"help aws-spellings":               "fob sts get-caller-identity",
		"help sts get-caller-identity":     "Show the account, role and user",
		"sso login --help":                 "Sign in to AWS IAM Identity Center",
		"configure":                        "fob configure <command>",
		"configure sso -h":                 "--sso-account-id",
		"help configure export-credential": "",
	} {
		err := e.run(t, strings.Fields(words)...)
		if want == "" {
			if fault.CodeOf(err) != fault.Usage {
				t.Errorf("%s: %v", words, err)
			}
		} else if err != nil || !strings.Contains(e.out.String(), want) {
			t.Errorf("%s: %v\n%s", words, err, e.out.String())
		}
	}
}

func TestDocsListEveryExitCode(t *testing.T) {
	doc, err := os.ReadFile("../../docs/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range fault.Codes() {
		if row := fmt.Sprintf("\n| %d | ", c.Code); !strings.Contains(string(doc), row) {
			t.Errorf("docs/exit-codes.md lacks code %d: %s", c.Code, c.Meaning)
		}
	}
}

func TestMistakesInTheCommandLineAreUsageErrors(t *testing.T) {
	e := newSessionEnv(t, "")
	for words, want := range map[string]struct{ say, remedy string }{
		"--bogus":                 {"unknown flag: --bogus", "fob help"},
		"whoami --bogus":          {"unknown flag: --bogus", "fob help whoami"},
		"whoami x":                {`unknown command "x" for "fob whoami"`, "fob help whoami"},
		"whoami -o xml":           {"--output takes text or json", "fob help whoami"},
		"configure get":           {"accepts 1 arg(s), received 0", "fob help configure get"},
		"configure":               {},
		"confgure":                {`there is no command "fob confgure"`, "fob configure"},
		"configure bogus":         {`there is no command "fob configure bogus"`, "fob help configure"},
		"configure ss":            {`there is no command "fob configure ss"`, "fob configure sso"},
		"ec2 describe-instances":  {`there is no command "fob ec2"`, "fob help"},
		"sts assume-role":         {`there is no command "fob sts"`, "fob sts get-caller-identity"},
		"s3 cp a b":               {`there is no command "fob s3 cp"`, "fob s3 ls"},
		"help nope":               {`there is no command "fob nope"`, "fob help"},
		"profiles --query [?":     {`--query "[?" is no JMESPath expression`, "--query Account"},
		"profiles --profile":      {"flag needs an argument: --profile", "fob help profiles"},
		"login a b":               {"accepts at most 1 arg(s), received 2", "fob help login"},
		"configure list nonsense": {`unknown command "nonsense"`, "fob help configure list"},
	} {
		err := e.run(t, strings.Fields(words)...)
		if want.say == "" {
			if err != nil {
				t.Errorf("%s: %v", words, err)
			}
			continue
		}
		f, ok := err.(*fault.Error)
		if !ok || f.Code != fault.Usage || !strings.Contains(f.Summary, want.say) || !strings.Contains(f.Remedy, want.remedy) {
			t.Errorf("%s: %+v", words, err)
		}
	}
}
