package ui

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/output"
)

const (
	columnGap = 3
	minColumn = 8 // a column is not clipped below this many columns
)

// Table writes t to w, as cli.Screen says. On a terminal the widest columns
// are clipped until each row fits; elsewhere nothing is ever cut. It works a
// row at a time and styles none, so that ten thousand rows cost little.
func (t *Terminal) Table(w io.Writer, table cli.Table) error {
	table.Rows = escapedRows(table.Rows)
	widths := columnWidths(table)
	if available := t.Width(w); available > 0 {
		fit(widths, available-len(mark(table, -1)))
	}
	if len(table.Head) > 0 {
		var head strings.Builder
		writeRow(&head, table.Head, widths)
		t.Strong(w, mark(table, -1)+strings.TrimSuffix(head.String(), "\n"))
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	b := bufio.NewWriterSize(w, 64<<10)
	for i, cells := range table.Rows {
		b.WriteString(mark(table, i))
		writeRow(b, cells, widths)
	}
	return b.Flush()
}

// mark is what stands in front of a row.
func mark(table cli.Table, row int) string {
	switch {
	case !table.Marked:
		return ""
	case row >= 0 && row == table.Mark:
		return "* "
	}
	return "  "
}

// escapedRows returns rows with every cell escaped. Rows that need none, which
// are nearly all, are not copied.
func escapedRows(rows [][]string) [][]string {
	out := rows
	for i, cells := range rows {
		clean := true
		for _, c := range cells {
			clean = clean && output.Clean(c)
		}
		if clean {
			continue
		}
		if &out[0] == &rows[0] {
			out = slices.Clone(rows)
		}
		out[i] = make([]string, len(cells))
		for j, c := range cells {
			out[i][j] = output.Line(c)
		}
	}
	return out
}

func columnWidths(table cli.Table) []int {
	widths := make([]int, len(table.Head))
	measure := func(cells []string) {
		for len(widths) < len(cells) {
			widths = append(widths, 0)
		}
		for i, c := range cells {
			widths[i] = max(widths[i], width(c))
		}
	}
	measure(table.Head)
	for _, cells := range table.Rows {
		measure(cells)
	}
	return widths
}

// fit narrows the widest column, again and again, until a row takes no more
// than available.
func fit(widths []int, available int) {
	for {
		total, widest := -columnGap, 0
		for i, w := range widths {
			if total += w + columnGap; w > widths[widest] {
				widest = i
			}
		}
		if total <= available || len(widths) == 0 || widths[widest] <= minColumn {
			return
		}
		widths[widest]--
	}
}

// writeRow pads every cell but the last that holds something.
func writeRow(b io.StringWriter, cells []string, widths []int) {
	last := len(cells) - 1
	for last > 0 && cells[last] == "" {
		last--
	}
	for i, c := range cells[:last+1] {
		w := width(c)
		if w > widths[i] {
			c = clip(c, widths[i])
			w = width(c)
		}
		b.WriteString(c)
		if i < last {
			b.WriteString(blanks(widths[i] - w + columnGap))
		}
	}
	b.WriteString("\n")
}

const manyBlanks = "                                                                "

func blanks(n int) string {
	if n <= len(manyBlanks) {
		return manyBlanks[:n]
	}
	return strings.Repeat(" ", n)
}
