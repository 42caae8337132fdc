package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
)

// plainRows is how many rows are listed at once without a way to scroll back
// on every terminal; the others are reached by typing a part of their name.
const plainRows = 40

// askPlain asks with a line of text and reads a line.
func (t *Terminal) askPlain(ctx context.Context, q cli.Question) (string, error) {
	for {
		text, err := t.answerTo(ctx, promptText(q))
		if err != nil {
			return "", err
		}
		if text == "" {
			text = q.Default
		}
		if q.Validate == nil {
			return text, nil
		}
		problem := q.Validate(text)
		if problem == nil {
			return text, nil
		}
		fmt.Fprintln(t.talk, "  "+escaped(problem.Error()))
	}
}

// answerTo shows a prompt and returns the trimmed line that answers it.
func (t *Terminal) answerTo(ctx context.Context, prompt shown) (string, error) {
	fmt.Fprint(t.talk, prompt)
	text, err := t.input.line(ctx)
	switch {
	case errors.Is(err, io.EOF):
		fmt.Fprintln(t.talk)
		return "", inputEnded(err)
	case err != nil:
		fmt.Fprintln(t.talk) // the question was called off; what follows begins its own line
		return "", err
	}
	return strings.TrimSpace(text), nil
}

// inputEnded is the error when nobody will ever answer.
func inputEnded(err error) error {
	return &fault.Error{Summary: "the input ended before the question was answered", Code: fault.Usage, Err: err}
}

// pickPlain lists the rows with numbers and reads a number, or words that
// narrow the list. A row keeps its number whatever is listed.
func (t *Terminal) pickPlain(ctx context.Context, c cli.Choice) (int, error) {
	all := make([]int, len(c.Items))
	for i := range all {
		all[i] = i
	}
	rows := all
	for {
		t.listPlain(c, rows)
		text, err := t.answerTo(ctx, shown(fmt.Sprintf("Number, or part of a name [%d]: ", rows[t.initial(c, rows)]+1)))
		if err != nil {
			return 0, err
		}
		if text == "" {
			return rows[t.initial(c, rows)], nil
		}
		if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(c.Items) {
			return n - 1, nil
		}
		words := strings.Fields(strings.ToLower(text))
		narrowed := narrow(c.Items, words)
		switch len(narrowed) {
		case 0:
			fmt.Fprintf(t.talk, "  Nothing matches %q.\n", text)
			rows = all
		case 1:
			fmt.Fprintln(t.talk, "  "+escaped(c.Items[narrowed[0]].Label))
			return narrowed[0], nil
		default:
			rows = narrowed
		}
	}
}

// initial is the place in rows that Enter alone takes.
func (t *Terminal) initial(c cli.Choice, rows []int) int {
	for i, r := range rows {
		if r == c.Initial {
			return i
		}
	}
	return 0
}

func narrow(items []cli.Item, words []string) []int {
	var rows []int
	for i, it := range items {
		if holdsAll(haystack(it), words) {
			rows = append(rows, i)
		}
	}
	return rows
}

func (t *Terminal) listPlain(c cli.Choice, rows []int) {
	fmt.Fprintln(t.talk, asQuestion(c.Title))
	digits, texts := len(strconv.Itoa(len(c.Items))), rowTexts(c.Items)
	for i, r := range rows {
		if i == plainRows {
			fmt.Fprintf(t.talk, "  … %d more; type a part of the name\n", len(rows)-i)
			break
		}
		fmt.Fprintf(t.talk, "  %*d) %s\n", digits, r+1, texts[r])
	}
}
