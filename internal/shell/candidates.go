package shell

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/output"
)

// What follows on the answer's first line, where candidates are not all.
const (
	AnswerList  = "list"  // these and no others
	AnswerFiles = "files" // names of files
	// AnswerCommand is followed by the number of words that are fob's own: the
	// rest is another program's line.
	AnswerCommand = "command"
)

// Answer writes candidates for the hook: the first line says what kind of
// answer it is, then comes a candidate a line. A candidate that cannot be shown
// as it is, such as a name with an escape sequence in it, is left out: the
// shell would write it to the terminal, and an escaped one would be another
// name.
func (t Typed) Answer(kind string, candidates []Candidate) string {
	candidates = showable(candidates)
	if t.kind == Nu {
		return t.nuAnswer(kind, candidates)
	}
	var b strings.Builder
	write := func(texts ...string) {
		for _, s := range texts {
			b.WriteString(s)
		}
	}
	write(kind, "\n")
	switch t.kind {
	case Bash:
		candidates = t.readline(candidates)
	case Zsh, Fish:
		if slices.ContainsFunc(candidates, func(c Candidate) bool { return c.Bare != "" }) {
			candidates = withoutBare(candidates)
		}
	}
	width := 0
	for _, c := range candidates {
		width = max(width, min(utf8.RuneCountInString(c.Text), 40))
	}
	for _, c := range candidates {
		tip := output.Line(c.Tip)
		switch t.kind {
		case Zsh: // the word, and the line to show for it
			write(t.text(c), "\n", c.Text)
			if tip != "" {
				write(strings.Repeat(" ", max(0, width-utf8.RuneCountInString(c.Text))), "  -- ", tip)
			}
		case Fish:
			write(t.text(c), "\t", tip)
		case PowerShell:
			write(ASCII(t.text(c)), "\t", ASCII(c.Bare+c.Text), "\t", ASCII(tip))
		default:
			write(t.text(c))
		}
		write("\n")
	}
	return b.String()
}

func (t Typed) nuAnswer(kind string, candidates []Candidate) string {
	type suggestion struct {
		Value       string `json:"value"`
		Description string `json:"description,omitempty"`
	}
	answer := struct {
		Kind       string       `json:"kind"`
		Candidates []suggestion `json:"candidates"`
	}{kind, []suggestion{}}
	for _, c := range candidates {
		answer.Candidates = append(answer.Candidates, suggestion{t.text(c), output.Line(c.Tip)})
	}
	doc, _ := json.Marshal(answer) // strings always encode
	return string(doc) + "\n"
}

// withoutBare is for shells that quote for themselves, and would quote the
// "-- " too: they are offered that alone, and the names behind it.
func withoutBare(candidates []Candidate) []Candidate {
	var list []Candidate
	var behind []string
	for _, c := range candidates {
		if c.Bare != "" {
			behind = append(behind, c.Text)
		} else {
			list = append(list, c)
		}
	}
	return append(list, Candidate{Text: "--", Flag: true, Tip: "then one of: " + strings.Join(behind, " ")})
}

// readline leaves out candidates that would make bash take away what is typed:
// it puts the longest common beginning of all in its place.
func (t Typed) readline(candidates []Candidate) []Candidate {
	typed := strings.ToLower(strings.TrimPrefix(t.Words[len(t.Words)-1], t.kept))
	if len(candidates) < 2 {
		return candidates
	}
	common := candidates[0].Bare + strings.TrimPrefix(candidates[0].Text, t.kept)
	for _, c := range candidates[1:] {
		common = commonPrefix(common, c.Bare+strings.TrimPrefix(c.Text, t.kept))
	}
	if !strings.Contains(strings.ToLower(common), typed) {
		return nil
	}
	return candidates
}

// showable leaves out the candidates that would have to be escaped.
func showable(candidates []Candidate) []Candidate {
	safe := func(c Candidate) bool { return output.Clean(c.Text) && output.Clean(c.Bare) }
	if i := slices.IndexFunc(candidates, func(c Candidate) bool { return !safe(c) }); i < 0 {
		return candidates
	}
	var list []Candidate
	for _, c := range candidates {
		if safe(c) {
			list = append(list, c)
		}
	}
	return list
}

func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// ASCII writes s in ASCII, as the hook of PowerShell undoes it by
// [regex]::Unescape: a program's output is decoded by the console's code page.
func ASCII(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f && s[i] != '\\'
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if u >= ' ' && u < 0x7f && u != '\\' {
			b.WriteByte(byte(u))
		} else {
			fmt.Fprintf(&b, `\u%04x`, u)
		}
	}
	return b.String()
}
