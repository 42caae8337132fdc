package awsconfig

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/paths"
)

// Editor changes the shared files.
type Editor struct {
	Paths paths.Paths
	Now   func() time.Time
}

// Preview tells what Apply would do.
func (e *Editor) Preview(plan Plan) (Change, error) { return Change{}, errors.ErrUnsupported }

// Apply does the plan.
func (e *Editor) Apply(ctx context.Context, plan Plan) (Change, error) {
	return Change{}, errors.ErrUnsupported
}

// Undo takes back the last change.
func (e *Editor) Undo(ctx context.Context) (Change, error) { return Change{}, errors.ErrUnsupported }

// FileChange is what happened to one file.
type FileChange struct {
	Path          string
	Before, After []byte
}

// Change is what a plan did to the files.
type Change struct{ Files []FileChange }

// Diff shows the change as a unified diff with secrets masked.
func (c Change) Diff() string { return "" }

// Empty reports whether nothing changed.
func (c Change) Empty() bool { return len(c.Files) == 0 }
