package ui

import (
	"strings"

	"github.com/fobcli/fob/internal/cli"
)

// labelColumns is how far the longest label may push the details of all rows.
const labelColumns = 40

// asQuestion ends a title as a question does.
func asQuestion(title string) shown {
	if strings.HasSuffix(title, "?") {
		return escaped(title)
	}
	return escaped(title) + ":"
}

// rowTexts are the rows of a choice as they are shown: the labels, and what
// else there is to say of each in a column beside them.
func rowTexts(items []cli.Item) []shown {
	texts, column := make([]shown, len(items)), 0
	for i, it := range items {
		texts[i] = escaped(it.Label)
		if n := width(texts[i]); n <= labelColumns {
			column = max(column, n)
		}
	}
	for i, it := range items {
		if it.Detail != "" {
			texts[i] += shown(strings.Repeat(" ", max(0, column-width(texts[i])))) + "  " + escaped(it.Detail)
		}
	}
	return texts
}
