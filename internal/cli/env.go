// Package cli holds fob's commands: one file each, flags in, an options
// struct, run, text out.
//
// Answers go to Stdout, talk goes to Stderr. The package reaches the terminal
// through the ports in Env alone; it never speaks HTTP and never reads the
// process's own environment.
package cli

import (
	"context"
	"io"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/winenv"
	"github.com/fobcli/fob/internal/wire"
	"github.com/fobcli/fob/internal/wsl"
)

// Env is the world of one run: everything that a command may touch. Each field
// is filled by app's constructor; a zero field is a bug, not a default. What
// costs time to build is a function, so that a command pays only for what it uses.
type Env struct {
	Stdin io.Reader
	// Stdout and Stderr escape what is written to them, and remember a write
	// that failed, so the errors of single writes are left alone.
	Stdout, Stderr *output.Stream
	Environ        paths.Environ
	Paths          paths.Paths
	Now            func() time.Time
	Self           string // path of this program, for lines that name it
	Global         *Global

	// Interactive reports whether there is a person to ask: stdin and stderr
	// are both terminals.
	Interactive func() bool
	// ConsoleText writes an answer in the code page by which cmd reads what
	// programs print; false when that page lacks a character of it.
	ConsoleText func(string) (string, bool)
	Asker       func() Asker
	Screen      func() Screen

	Files  func() (awsconfig.Files, error)
	Editor func() *awsconfig.Editor
	Store  func() cache.Store
	// Wire is the HTTP client of this run, trusting a CA bundle; an empty name
	// means the system's roots. --ca-bundle comes before it.
	Wire   func(caBundle string) (wire.Doer, error)
	Vendor func() (*vend.Vendor, error)
	Login  func() (*login.Deed, error)
	// WarnLine warns of a line of the shared files, each text once.
	WarnLine func(text string)
	// Note writes a line to the debug trace, made safe for a terminal: it may
	// hold what a stranger sent. Without --debug it does nothing.
	Note func(line string)

	// Windows is the Windows around this WSL, if this is one.
	Windows func() wsl.Windows

	// Exec runs a program with an environment and returns its exit code; on
	// Unix it does not come back.
	Exec func(ctx context.Context, argv, env []string) (int, error)
	// Child is Exec for a program that fob has to outlive: it runs with fob's
	// streams and terminal, and signals are its own.
	Child func(ctx context.Context, argv, env []string) (int, error)
	// Run runs a program beside fob, without input, and returns its exit code.
	Run func(ctx context.Context, argv, env []string, stdout, stderr io.Writer) (int, error)
	// OnPath returns the path by which a shell finds this program, which an
	// update leaves alone; Self where it is not on PATH.
	OnPath func() string
	// ShortPath returns the name without blanks that Windows keeps for a file.
	ShortPath func(path string) (string, error)
	// Find returns the path of a program: the one that lies beside fob, else
	// the one on PATH. Its error is exec.ErrNotFound when there is neither.
	Find func(program string) (string, error)
	// Output runs a program, looked up on PATH, and returns what it writes to
	// stdout.
	Output func(ctx context.Context, argv ...string) ([]byte, error)
	// Registry holds the lasting variables of a Windows user; on other systems
	// it is empty and takes none.
	Registry Registry
}

// Registry reads and writes the variables that Windows gives to new programs.
type Registry interface {
	Get(scope winenv.Scope, name string) (value string, ok bool, err error)
	// Apply changes the user's variables and lets running programs know.
	Apply(changes []winenv.Change) error
}

// Global holds the flags that every command takes, and how fob was spoken to.
type Global struct {
	Profile  string        // --profile; empty means AWS_PROFILE, then default
	Region   string        // --region; empty means the environment, then the profile
	Debug    bool          // --debug
	Plain    bool          // --plain; FOB_PLAIN=1 and TERM=dumb mean the same
	CABundle string        // --ca-bundle
	NoLogin  bool          // --no-login: never offer to sign in
	MinTTL   time.Duration // --min-ttl; 0 means vend's default
	AWSForm  bool          // the AWS CLI's own words were typed: print what AWS prints
}

// Profile returns the profile in force and what chose it: "--profile", the
// name of a variable, or "" for the default.
func (e *Env) Profile() (name, source string) {
	if e.Global.Profile != "" {
		return e.Global.Profile, "--profile"
	}
	if p, v := e.Environ.Profile(); p != "" {
		return p, v
	}
	return "default", ""
}
