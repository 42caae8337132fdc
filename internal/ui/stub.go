package ui

import (
	"context"
	"errors"
	"io"

	"github.com/fobcli/fob/internal/cli"
)

func (t *Terminal) Ask(context.Context, cli.Question) (string, error) {
	return "", errors.ErrUnsupported
}
func (t *Terminal) Pick(context.Context, cli.Choice) (int, error) { return 0, errors.ErrUnsupported }
func (t *Terminal) Confirm(context.Context, string, bool) (bool, error) {
	return false, errors.ErrUnsupported
}
func (t *Terminal) Progress(string) cli.Progress        { return nil }
func (t *Terminal) Strong(_ io.Writer, s string) string { return s }
func (t *Terminal) Faint(_ io.Writer, s string) string  { return s }
func (t *Terminal) Table(io.Writer, cli.Table) error    { return errors.ErrUnsupported }
func (t *Terminal) Width(io.Writer) int                 { return 0 }
