package cli

import (
	"bytes"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
)

// What completion offers comes from the shared files alone: no network, no
// lock, no question. cobra's functions hold a candidate and its tip in one
// text, with a tab between.

// noFiles ends what a completion function returns: these values and no files.
const noFiles = cobra.ShellCompDirectiveNoFileComp

// addText adds a candidate from outside. One that cannot be shown as it is, is
// left out: shells write candidates to the terminal, and an escaped one would be
// another name.
func addText(texts []string, text, tip string) []string {
	if !output.Clean(text) {
		return texts
	}
	return append(texts, withTip(text, output.Line(tip)))
}

func withTip(text, tip string) string {
	if tip == "" {
		return text
	}
	return text + "\t" + tip
}

// completeProfiles offers every profile for the first argument.
func completeProfiles(e *Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		return profileTexts(e), noFiles
	}
}

// flagProfiles offers every profile for a flag, or for each of many arguments.
func flagProfiles(e *Env) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return profileTexts(e), noFiles
	}
}

func profileTexts(e *Env) []string {
	list := profileCandidates(e)
	texts := make([]string, 0, len(list))
	for _, c := range list {
		texts = addText(texts, c.Text, c.Tip)
	}
	return texts
}

// profileCandidates lists the profiles, with account and role. Where one of them
// cannot be read, the names alone are offered.
func profileCandidates(e *Env) []shell.Candidate {
	files, err := e.Files()
	if err != nil {
		return nil
	}
	list := make([]shell.Candidate, 0, bytes.Count(files.Config, []byte{'['}))
	lines := files.EachProfile(tipKeys(), func(s *awsconfig.Section) {
		list = append(list, shell.Candidate{Text: strings.Clone(s.Name), Tip: profileTip(s)})
	})
	if slices.ContainsFunc(lines, func(p awsconfig.Problem) bool { return !p.Read }) { // a profile was left out
		list = list[:0]
		for _, name := range files.ProfileNames() {
			list = append(list, shell.Candidate{Text: name})
		}
	}
	return list
}

func tipKeys() []string {
	return []string{"sso_account_id", "sso_account_name", "sso_role_name", "role_arn", "credential_process"}
}

// profileTip says what a profile stands for: "DeveloperAccount 111122223333, ReadOnly".
func profileTip(s *awsconfig.Section) string {
	account, role := s.Get("sso_account_id"), s.Get("sso_role_name")
	if name := s.Get("sso_account_name"); name != "" {
		account = name + " " + account
	}
	switch {
	case account != "" && role != "":
		return account + ", " + role
	case s.Get("role_arn") != "":
		return s.Get("role_arn")
	case s.Get("credential_process") != "":
		return "by a process"
	}
	return account + role
}

// completeSessions offers the names of the sessions for the first argument.
func completeSessions(e *Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		return sessionTexts(e), noFiles
	}
}

// flagSessions offers the names of the sessions for a flag.
func flagSessions(e *Env) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return sessionTexts(e), noFiles
	}
}

func sessionTexts(e *Env) []string {
	files, err := e.Files()
	if err != nil {
		return nil
	}
	var texts []string
	for _, s := range profile.Sessions(files.View()) {
		tip := string(s.StartURL)
		if s.Label() == tip {
			tip = "a sign-in without a session"
		}
		texts = addText(texts, s.Label(), tip)
	}
	return texts
}

// completeAccounts offers the accounts that some profile names, with their names.
func completeAccounts(e *Env) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return distinct(e, "sso_account_id", "sso_account_name", func(*awsconfig.Section) bool { return true }), noFiles
	}
}

// completeRoles offers the roles that some profile names: those of the account
// on the line where there is one.
func completeRoles(e *Env, account *answer) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		of := func(s *awsconfig.Section) bool { return account.text == "" || s.Get("sso_account_id") == account.text }
		return distinct(e, "sso_role_name", "sso_account_id", of), noFiles
	}
}

// distinct lists the values of a key in all profiles, each once, with the
// value of another key as the tip.
func distinct(e *Env, key, tip string, chosen func(*awsconfig.Section) bool) []string {
	files, err := e.Files()
	if err != nil {
		return nil
	}
	var texts []string
	seen := map[string]int{}
	// A file that cannot be read offers nothing.
	files.EachProfile([]string{"sso_account_id", "sso_account_name", "sso_role_name"}, func(s *awsconfig.Section) {
		v := strings.Clone(s.Get(key))
		if v == "" || !output.Clean(v) || !chosen(s) {
			return
		}
		at, known := seen[v]
		if !known {
			seen[v] = len(texts)
			texts = append(texts, withTip(v, output.Line(strings.Clone(s.Get(tip)))))
		} else if texts[at] == v { // a later profile may tell the name
			texts[at] = withTip(v, output.Line(strings.Clone(s.Get(tip))))
		}
	})
	slices.Sort(texts)
	return texts
}

// fixed offers the same few words always.
func fixed(words ...string) cobra.CompletionFunc { return cobra.FixedCompletions(words, noFiles) }

// completeRegions offers AWS's regions.
func completeRegions(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return regionNames(), noFiles
}
