package startup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/rcfile"
	"github.com/fobcli/fob/internal/shell"
)

// Finder finds the files that a shell loads at its start.
type Finder struct {
	Environ paths.Environ
	Home    string
	// Output runs a program and returns what it writes to stdout.
	Output func(ctx context.Context, argv ...string) ([]byte, error)
	Editor Editor
}

// Files lists the files of a shell in which a block may stand, the one for a
// new block first. named is the file that the person named; empty for none.
//
// PowerShell is asked where its own file is, unless its hook has said so: the
// folder depends on the version, the host, and on where Windows keeps the
// documents. The error, a *fault.Error, says how to name the file by hand.
func (f Finder) Files(ctx context.Context, k shell.Kind, named string) ([]string, error) {
	if named != "" {
		path, err := filepath.Abs(named)
		return []string{path}, err
	}
	files, err := f.usual(ctx, k)
	if err != nil {
		return nil, err
	}
	for _, path := range f.Editor.Remembered(k) {
		if !slices.Contains(files, path) {
			files = append(files, path)
		}
	}
	return files, nil
}

func (f Finder) usual(ctx context.Context, k shell.Kind) ([]string, error) {
	switch {
	case k.IsPowerShell():
		return f.powerShell(ctx, k)
	case k == shell.Nu:
		return f.nu(ctx), nil
	}
	if known := f.Known(k); len(known) > 0 {
		return known[:1], nil
	}
	return nil, &fault.Error{Summary: string(k) + " has no file of its own that it reads at its start", Code: fault.Usage}
}

// Known lists the files in which people set variables for a shell, without
// asking anybody: the one for fob's blocks first, which is also the last to be
// loaded. Most of them do not exist.
func (f Finder) Known(k shell.Kind) []string {
	home := func(names ...string) []string { return in(f.Home, names...) }
	switch k {
	case shell.Bash:
		files := home(".bashrc", ".bash_profile", ".bash_login", ".profile")
		if f.Environ.GOOS == "darwin" {
			return f.loginFirst(files)
		}
		return files
	case shell.Zsh:
		dir, _ := f.Environ.First("ZDOTDIR")
		return in(or(dir, f.Home), ".zshrc", ".zprofile", ".zshenv", ".zlogin")
	case shell.Fish:
		return in(filepath.Join(f.config(), "fish"), "config.fish", "fish_variables")
	case shell.Nu:
		return in(f.nuFolder(), "autoload/fob.nu", "config.nu", "env.nu")
	case shell.PowerShell, shell.WindowsPowerShell:
		var files []string
		for _, dir := range f.powerShellFolders(k) {
			files = append(files, in(dir, hostProfile, "profile.ps1")...)
		}
		return files
	}
	return nil
}

// Lasting lists the lines that set AWS_PROFILE in a new shell, the strongest
// first, by looking into the files that people use for that.
func (f Finder) Lasting(k shell.Kind) []Origin {
	files := f.Known(k) // the last to be loaded first
	for _, path := range f.Editor.Remembered(k) {
		if !slices.Contains(files, path) {
			files = append(files, path)
		}
	}
	slices.Reverse(files)
	list := Origins(files)
	slices.Reverse(list)
	return list
}

// loginFirst puts the file first that a login shell of bash loads, as every
// terminal of macOS starts one: the first that is there, for a new one would
// keep those after it from being loaded.
func (f Finder) loginFirst(files []string) []string {
	login := files[1]
	for _, path := range files[1:] {
		if data, err := read(path); err == nil && data != nil {
			login = path
			break
		}
	}
	return append([]string{login}, slices.DeleteFunc(files, func(p string) bool { return p == login })...)
}

func in(dir string, names ...string) []string {
	var files []string
	for _, name := range names {
		files = append(files, filepath.Join(dir, filepath.FromSlash(name)))
	}
	return files
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// config is the folder of people's settings on Unix.
func (f Finder) config() string {
	return or(f.Environ.Get("XDG_CONFIG_HOME"), filepath.Join(f.Home, ".config"))
}

// hostProfile is $PROFILE in PowerShell's own console.
const hostProfile = "Microsoft.PowerShell_profile.ps1"

func (f Finder) powerShellFolders(k shell.Kind) []string {
	if f.Environ.GOOS != "windows" {
		return []string{filepath.Join(f.config(), "powershell")}
	}
	name := "PowerShell"
	if k == shell.WindowsPowerShell {
		name = "WindowsPowerShell"
	}
	dirs := []string{filepath.Join(f.Home, "Documents", name)}
	if cloud := f.Environ.Get("OneDrive"); cloud != "" {
		dirs = append(dirs, filepath.Join(cloud, "Documents", name))
	}
	return dirs
}

// askProfile makes PowerShell tell its two profile files of the person, as
// numbers: it writes text in the console's code page, which has not every letter.
const askProfile = `$PROFILE.CurrentUserCurrentHost, $PROFILE.CurrentUserAllHosts | ForEach-Object { [int[]][char[]]$_ -join '.' }`

func (f Finder) powerShell(ctx context.Context, k shell.Kind) ([]string, error) {
	if path := f.Environ.Get(shell.StartupVariable); path != "" {
		return []string{path, filepath.Join(filepath.Dir(path), "profile.ps1")}, nil
	}
	out, err := f.Output(ctx, string(k), "-NoProfile", "-NonInteractive", "-Command", askProfile)
	var files []string
	for _, numbers := range strings.Fields(string(out)) {
		if path, ok := fromNumbers(numbers); ok {
			files = append(files, path)
		}
	}
	if err == nil && len(files) == 2 {
		return files, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, &fault.Error{
		Summary: string(k) + " could not be asked where its $PROFILE is",
		Hint:    "Name the file, in PowerShell:", Remedy: fmt.Sprintf("fob init --install %s --file $PROFILE", k), Err: err,
	}
}

// Forbidding returns the execution policy by which a PowerShell on Windows
// loads no file that a person has written, its own included; empty when it
// loads them. Restricted is what Windows PowerShell has out of the box.
func (f Finder) Forbidding(ctx context.Context, k shell.Kind) string {
	if !k.IsPowerShell() || f.Environ.GOOS != "windows" {
		return ""
	}
	out, err := f.Output(ctx, string(k), "-NoProfile", "-NonInteractive", "-Command", "Get-ExecutionPolicy")
	policy := strings.TrimSpace(string(out))
	if err != nil || (policy != "Restricted" && policy != "AllSigned") {
		return ""
	}
	return policy
}

func fromNumbers(text string) (string, bool) {
	var units []uint16
	for _, n := range strings.Split(text, ".") {
		u, err := strconv.ParseUint(n, 10, 16)
		if err != nil {
			return "", false
		}
		units = append(units, uint16(u))
	}
	return string(utf16.Decode(units)), true
}

// nu is asked for the folder from which it loads every file; where it cannot
// be asked, that is the folder it has by default.
func (f Finder) nu(ctx context.Context) []string {
	out, err := f.Output(ctx, "nu", "--no-config-file", "--commands", "$nu.user-autoload-dirs | first")
	if dir := strings.TrimSpace(string(out)); err == nil && filepath.IsAbs(dir) {
		return in(dir, "fob.nu")
	}
	return f.Known(shell.Nu)[:1]
}

func (f Finder) nuFolder() string {
	dir := f.config()
	switch {
	case f.Environ.Get("XDG_CONFIG_HOME") != "":
	case f.Environ.GOOS == "darwin":
		dir = filepath.Join(f.Home, "Library", "Application Support")
	case f.Environ.GOOS == "windows":
		dir = or(f.Environ.Get("APPDATA"), filepath.Join(f.Home, "AppData", "Roaming"))
	}
	return filepath.Join(dir, "nushell")
}

// Holding lists the files of a shell that hold a block of that name. A shell
// that cannot be asked any more is none to clean up after, unless a block stands
// where it would have been looked for.
func (f Finder) Holding(ctx context.Context, k shell.Kind, named, block string) ([]string, error) {
	files, err := f.Files(ctx, k, named)
	if err != nil {
		files = append(f.Editor.Remembered(k), f.Known(k)...)
	}
	var list []string
	for _, path := range files {
		if holds(path, block) && !slices.Contains(list, path) {
			list = append(list, path)
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	return nil, err
}

// Place is where a block of that name belongs: the file that holds one, or
// else the one that the shell loads.
func (f Finder) Place(ctx context.Context, k shell.Kind, named, block string) (string, error) {
	files, err := f.Files(ctx, k, named)
	if err != nil {
		return "", err
	}
	for _, path := range files {
		if holds(path, block) {
			return path, nil
		}
	}
	return files[0], nil
}

// holds reports whether a file has a block of that name, or marks that do not
// go together: the edit says so.
func holds(path, block string) bool {
	data, err := read(path)
	if err != nil {
		return false
	}
	_, ok, err := rcfile.Find(data, block)
	return ok || errors.As(err, new(*rcfile.Broken))
}
