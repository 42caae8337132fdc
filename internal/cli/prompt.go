package cli

import (
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
)

// PromptVerb is run at each prompt of a shell, so app runs it before the
// command tree is built, as it does with HotVerb.
const PromptVerb = "prompt"

// Variables for the prompt, which a person sets once for all shells.
const (
	promptVariable     = "FOB_PROMPT"     // the format, where --format names none
	productionVariable = "FOB_PRODUCTION" // patterns of names that mean production
)

// defaultPrompt marks production by more than its colour would.
const defaultPrompt = "[production?! ]{profile}[ {left}]"

// PromptOptions are the flags of `fob prompt`.
type PromptOptions struct {
	Format string
	Shell  string
}

func newPromptCmd(e *Env) *cobra.Command {
	var o PromptOptions
	c := &cobra.Command{
		Use:   PromptVerb,
		Short: "Print the current profile for a prompt",
		Long: "Print the current profile for use in a prompt. It prints nothing when no profile\n" +
			"is selected or a file cannot be read, and never uses the network.\n\n" +
			"A format has text and:\n\n" +
			"  {profile} {account} {account_name} {role} {region} {session}\n" +
			"  {left}          how long the access is valid: 42m, 7h05m; renews; ended\n" +
			"  {production}    the word production, for such a profile\n" +
			"  [ {role}]       is left out when a field in it is empty\n" +
			"  [production?!]  is left out unless that field has a value; [!role?-] if it has\n" +
			"  {red} {bold}    black red green yellow blue magenta cyan white bold dim reset\n" +
			"  \\[              the character itself\n\n" +
			"A profile is production if FOB_PRODUCTION (for example prod*,*live*) matches its\n" +
			"name, account name or account id, or if it has fob_production = true.",
		Example: "  fob prompt\n  fob prompt --format '[production?{red}]{account_name} {role}{reset}'\n" +
			"  fob init bash --prompt",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return Prompt(e, o) },
	}
	c.Flags().StringVar(&o.Format, "format", "", "`FORMAT` of what is printed (default: FOB_PROMPT, then\n"+defaultPrompt+")")
	c.Flags().StringVar(&o.Shell, "shell", "", "format it for the prompt of this `SHELL`: "+strings.Join(kindNames(), ", "))
	_ = c.RegisterFlagCompletionFunc("shell", fixed(kindNames()...)) // the flag is there
	return c
}

// HotPrompt recognises the words after the program's name that Prompt can
// serve without the command tree: the verb and its own flags, each with a value.
func HotPrompt(words []string) (o PromptOptions, hot bool) {
	if len(words) == 0 || words[0] != PromptVerb {
		return o, false
	}
	for rest := words[1:]; len(rest) > 0; {
		name, value, attached := strings.Cut(rest[0], "=")
		rest = rest[1:]
		if !attached {
			if len(rest) == 0 {
				return o, false
			}
			value, rest = rest[0], rest[1:]
		}
		switch name {
		case "--format":
			o.Format = value
		case "--shell":
			o.Shell = value
		default:
			return o, false
		}
	}
	return o, true
}

// Prompt prints the prompt's part. Its error is a mistake in the flags; what
// is wrong with files is no matter for a prompt.
func Prompt(e *Env, o PromptOptions) error {
	var k shell.Kind
	if o.Shell != "" {
		var ok bool
		if k, ok = shell.ParseKind(o.Shell); !ok {
			return unknownShell(o.Shell, kindNames(), "fob prompt --shell bash")
		}
	}
	parts, err := parsePrompt(firstFilled(o.Format, e.Environ.Get(promptVariable), defaultPrompt))
	if err != nil {
		return fault.NewUsage(err.Error(), "fob help prompt")
	}
	fields, ok := promptFields(e)
	if !ok {
		return nil
	}
	text := parts.render(k, fields)
	if caller, hooked := shell.Caller(e.Environ.Get(shell.HookVariable)); hooked && caller.IsPowerShell() {
		text = shell.ASCII(text)
	}
	_, err = io.WriteString(e.Stdout.Raw(), text) // its fields are escaped
	return err
}

// promptFields reads what a prompt may tell; false when there is nothing to
// tell: no profile is selected, or the files cannot be read.
func promptFields(e *Env) (map[string]string, bool) {
	name, source := e.Profile()
	if source == "" {
		return nil, false
	}
	files, err := e.Files()
	if err != nil {
		return nil, false
	}
	v := files.ViewOf(name)
	if v.Err() != nil {
		return nil, false
	}
	section, ok := v.Profile(name)
	if !ok { // a name that only the AWS CLI reads, or none
		section, ok = files.Find(awsconfig.TypeProfile, name)
	}
	if !ok {
		section = &awsconfig.Section{Type: awsconfig.TypeProfile, Name: name}
	}
	region := e.Global.Region
	if region == "" {
		region = string(profile.SettingsOf(v, e.Environ, name).Region)
	}
	f := map[string]string{"profile": name, "account_name": section.Get("sso_account_name"), "region": region}
	f["account"], f["role"] = accountAndRole(section)
	production := section.Get("fob_production")
	if s, err := profile.SessionOf(v, name); err == nil {
		f["session"], f["left"] = s.Label(), left(login.StatusOf(e.Store(), s, e.Now()), e.Now())
		if in, ok := v.Session(string(s.Name)); ok && production == "" {
			production = in.Get("fob_production")
		}
	}
	if isProduction(firstFilled(production, e.Environ.Get(productionVariable)), f["profile"], f["account_name"], f["account"]) {
		f["production"] = "production"
	}
	return f, true
}

// accountAndRole reads them from the sso_ keys, else from the role's ARN:
// arn:aws:iam::111122223333:role/path/Name.
func accountAndRole(s *awsconfig.Section) (account, role string) {
	account, role = s.Get("sso_account_id"), s.Get("sso_role_name")
	if parts := strings.SplitN(s.Get("role_arn"), ":", 6); account == "" && len(parts) == 6 {
		return parts[4], parts[5][strings.LastIndexByte(parts[5], '/')+1:]
	}
	return account, role
}

// left says how long a sign-in lasts, as shortly as a prompt wants it.
func left(st login.Status, now time.Time) string {
	switch st.State {
	case login.Renewable:
		return "renews"
	case login.Active:
		minutes := int(st.Token.ExpiresAt.Sub(now) / time.Minute)
		if minutes < 60 {
			return decimal(minutes, 1) + "m"
		}
		return decimal(minutes/60, 1) + "h" + decimal(minutes%60, 2) + "m"
	case login.Damaged:
		return ""
	}
	return "ended"
}

func decimal(n, digits int) string {
	text := []byte{byte('0' + n%10)}
	for n /= 10; n > 0 || len(text) < digits; n /= 10 {
		text = append([]byte{byte('0' + n%10)}, text...)
	}
	return string(text)
}

// isProduction reports whether one of the names matches one of the patterns,
// which have commas or blanks between them. true and false say it outright.
func isProduction(patterns string, names ...string) bool {
	switch strings.ToLower(patterns) {
	case "true":
		return true
	case "false", "":
		return false
	}
	split := func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }
	for _, pattern := range strings.FieldsFunc(strings.ToLower(patterns), split) {
		for _, name := range names {
			if name != "" && like([]rune(strings.ToLower(name)), []rune(pattern)) {
				return true
			}
		}
	}
	return false
}

// like matches a name against a pattern where * stands for any text and ? for
// any character, in time that no pattern can make long.
func like(name, pattern []rune) bool {
	n, p, star, from := 0, 0, -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, from = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			n, p = n+1, p+1
		case star >= 0:
			from++
			n, p = from, star+1
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
