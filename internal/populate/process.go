package populate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"github.com/fobcli/fob/internal/batch"
)

// Process names profiles by a program. It is given seven words: the account's
// name (safe, unless RawAccounts), its id, the role, the region, the region in
// short, the number of the region from 0, and how many regions there are; it
// prints the name, or SKIP for no profile. Its answer is taken as it is.
type Process struct {
	Argv        []string // the program and its own words
	RawAccounts bool
	Stderr      io.Writer // where the program may complain
}

// namers is how many of the programs run at once.
const namers = 4

// ParseProcess splits a command line into words as a POSIX shell does, without
// expanding anything: nothing in it is run but the program. On Windows a
// backslash stands for itself.
func ParseProcess(line string, windows bool) ([]string, error) {
	words, err := splitWords(line, windows)
	if err != nil {
		return nil, err
	}
	if len(words) == 0 {
		return nil, errors.New("the command is empty")
	}
	return words, nil
}

// Probe runs the program once with made-up words, to find out before anything
// else whether it works.
func (p Process) Probe(ctx context.Context) error {
	_, err := p.run(ctx, "foo", "bar", "baz", "us-east-1", "usea1", "0", "1")
	return err
}

// Name gives every candidate the name that the program prints for it.
func (p Process) Name(ctx context.Context, all []Candidate) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(namers)
	for i := range all {
		c := &all[i]
		g.Go(func() error {
			account := c.accountName()
			if !p.RawAccounts {
				account = safe(account)
			}
			var err error
			c.Name, err = p.run(ctx, account, string(c.Account), string(c.Role.Role), string(c.Region),
				ShortRegion(c.Region), strconv.Itoa(c.Index), strconv.Itoa(c.Of))
			return err
		})
	}
	return g.Wait()
}

func (p Process) run(ctx context.Context, words ...string) (string, error) {
	argv := append(append([]string(nil), p.Argv...), words...)
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return "", fmt.Errorf("run %s for a name: %w", p.Argv[0], err)
	}
	c, err := batch.CommandContext(ctx, path, argv[1:]...) // an account's name is no command
	if err != nil {
		return "", fmt.Errorf("run %s for a name: %w", p.Argv[0], err)
	}
	c.Stderr = p.Stderr
	out, err := c.Output()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("run %s for a name: %w", p.Argv[0], err)
	}
	name := string(bytes.TrimSpace(out))
	if !utf8.ValidString(name) || strings.ContainsAny(name, "\r\n") {
		return "", fmt.Errorf("run %s for a name: it printed %.40q, which is no single line of UTF-8", p.Argv[0], name)
	}
	return name, nil
}

// splitWords splits by blanks, with quotes and backslashes as in a shell.
func splitWords(line string, windows bool) ([]string, error) {
	var words []string
	var word strings.Builder
	var quote rune // 0 outside quotes
	open, escaped := false, false
	for _, r := range line {
		switch {
		case escaped:
			if quote == '"' && !strings.ContainsRune("\"\\$`", r) {
				word.WriteByte('\\')
			}
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'' && !windows:
			escaped, open = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\'' && !windows):
			quote, open = r, true
		case quote == 0 && strings.ContainsRune(" \t\r\n", r):
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if quote != 0 || escaped {
		return nil, errors.New("a quote is not closed")
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}
