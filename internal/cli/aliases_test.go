package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRewrite(t *testing.T) {
	for in, tc := range map[string]struct {
		want string
		aws  bool
	}{
		"sso login":                              {"login", true},
		"sso login --profile p":                  {"login --profile p", true},
		"--profile p sso login":                  {"--profile p login", true},
		"--debug sso --region r login":           {"--debug login --region r", true},
		"--profile=sso login":                    {"--profile=sso login", false},
		"-p sso login":                           {"-p sso login", false},
		"sso login --sso-session s":              {"login s", true},
		"sso login --sso-session=s --no-browser": {"login s --no-browser", true},
		"sso logout":                             {"logout --all", true},
		"sts get-caller-identity --query A":      {"whoami --query A", true},
		"--output text sts get-caller-identity":  {"--output text whoami", true},
		"configure list-profiles":                {"profiles", true},
		"configure list":                         {"configure list", true},
		"s3 ls":                                  {"s3 ls", true},
		"populate --dry-run":                     {"configure populate --dry-run", false},
		"--version":                              {"version", true},
		"--debug --version":                      {"--debug version", true},
		"help sso login":                         {"help login", true},
		"login":                                  {"login", false},
		"whoami":                                 {"whoami", false},
		"s3":                                     {"s3", false},
		"exec -- sso login":                      {"exec -- sso login", false},
		"exec -p x -- aws --version":             {"exec -p x -- aws --version", false},
		"sso":                                    {"sso", false},
		"":                                       {"", false},
	} {
		t.Run(in, func(t *testing.T) {
			got, aws := rewrite(strings.Fields(in))
			if d := cmp.Diff(tc.want, strings.Join(got, " ")); d != "" || aws != tc.aws {
				t.Errorf("aws %v, want %v\n%s", aws, tc.aws, d)
			}
		})
	}
}

// FuzzRewrite: whatever is typed, rewriting neither panics nor loses a word
// behind "--".
func FuzzRewrite(f *testing.F) {
	for _, s := range []string{"sso login", "--profile", "-- sso login", "sso --sso-session", "--version", "help", "a -- b --version"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Fields(line)
		got, _ := rewrite(words)
		if i := strings.Index(" "+line+" ", " -- "); i >= 0 && len(words) > 0 {
			tail := strings.Fields((" " + line + " ")[i:])
			if !strings.HasSuffix(strings.Join(got, " "), strings.Join(tail, " ")) {
				t.Errorf("%q became %q", words, got)
			}
		}
	})
}

func TestHotProfile(t *testing.T) {
	for in, tc := range map[string]struct {
		profile string
		hot     bool
	}{
		"credential-process":                     {"", true},
		"credential-process --profile p":         {"p", true},
		"credential-process -p p":                {"p", true},
		"credential-process --profile=p":         {"p", true},
		"credential-process --profile":           {"", false},
		"credential-process --profile=":          {"", false},
		"credential-process --profile --debug":   {"", false},
		"credential-process --profile p --debug": {"", false},
		"credential-process --help":              {"", false},
		"--profile p credential-process":         {"", false},
		"whoami":                                 {"", false},
		"":                                       {"", false},
	} {
		profile, hot := HotProfile(strings.Fields(in))
		if hot != tc.hot || hot && profile != tc.profile {
			t.Errorf("%q: %q, %v", in, profile, hot)
		}
	}
}
