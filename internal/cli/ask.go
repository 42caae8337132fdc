package cli

import "context"

// Asker asks a person. Every method returns ctx's error when the question is
// interrupted. Nothing calls it unless Env.Interactive says there is someone.
type Asker interface {
	// Ask reads one line; an empty answer means Question.Default.
	Ask(ctx context.Context, q Question) (string, error)
	// Pick lets the person choose one of the items and returns its index.
	Pick(ctx context.Context, c Choice) (int, error)
	// Confirm asks yes or no; an empty answer means def.
	Confirm(ctx context.Context, text string, def bool) (bool, error)
}

// Question asks for one line of text.
type Question struct {
	Label       string              // shown as "Label [Default]: "; as it is when it ends in a blank
	Default     string              // taken when the answer is empty
	Suggestions []string            // offered for completion
	Validate    func(string) error  // nil accepts all; its error is shown and the question asked again
	Note        func(string) string // what an answer stands for, shown under it; nil for none
}

// Choice asks for one of several rows, filtered as the person types.
type Choice struct {
	Title   string
	Items   []Item
	Initial int // the row that is selected at first
}

// Item is one row of a Choice: the text, and what stands beside it. The filter
// looks at both.
type Item struct{ Label, Detail string }
