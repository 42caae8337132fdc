package awsconfig

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/paths"
)

// Files are the two shared files as they were read; a missing file is empty.
// It is a value, safe for use by many goroutines as long as nobody changes
// the bytes.
type Files struct {
	ConfigPath, CredentialsPath string
	Config, Credentials         []byte

	paths paths.Paths // writes file names for people; zero writes them whole
}

// Read reads both files. A file that does not exist is empty; one that cannot
// be read is a *fault.Error.
func Read(p paths.Paths) (Files, error) {
	f := Files{ConfigPath: p.Config, CredentialsPath: p.Credentials, paths: p}
	var err error
	if f.Config, _, err = readFile(p, p.Config); err != nil {
		return Files{}, err
	}
	if f.Credentials, _, err = readFile(p, p.Credentials); err != nil {
		return Files{}, err
	}
	return f, nil
}

// readFile reads one file and tells whether it exists.
func readFile(p paths.Paths, path string) (data []byte, exists bool, err error) {
	data, err = fsx.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err == nil {
		err = utf16(p, path, data)
		return data, true, err
	}
	if info, statErr := os.Stat(path); statErr == nil && info.IsDir() { // Windows says "Incorrect function"
		return nil, false, &fault.Error{
			Summary: fmt.Sprintf("%s is a directory, not a file", p.Short(path)),
			Detail:  []string{"A container engine makes one where a file is to be mounted that does not exist."},
			Hint:    "If it is empty, remove it:",
			Remedy:  removeDirectory(p, path),
			Err:     err,
		}
	}
	return nil, false, &fault.Error{
		Summary: fmt.Sprintf("%s cannot be read: %s", p.Short(path), fsx.Reason(err)),
		Detail:  advice(p.Short(path), err),
		Err:     err,
	}
}

// advice is what to do about an error of the file system, if that is known.
func advice(path string, err error) []string {
	if cause, ok := fsx.CauseOf(err); ok {
		return []string{cause.Advice(path)}
	}
	return nil
}

// file is one of the two with what is needed to read it.
type file struct {
	target  Target
	path    string
	data    []byte // as fileOf prepares them
	oldEnds bool   // each \n in data is a carriage return in the file
}

// fileOf prepares the bytes of a file. Where lines end with a carriage return
// alone, as on old Macs, the AWS CLI reads them; for them each is made a \n,
// which moves no other byte.
func fileOf(t Target, path string, data []byte) file {
	if bytes.IndexByte(data, '\n') >= 0 || bytes.IndexByte(data, '\r') < 0 {
		return file{target: t, path: path, data: data}
	}
	return file{t, path, bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'}), true}
}

// written returns data, which was made from f.data, as it goes into the file.
func (f file) written(data []byte) []byte {
	if !f.oldEnds {
		return data
	}
	return bytes.ReplaceAll(data, []byte{'\n'}, []byte{'\r'})
}

func (f Files) both() [2]file {
	return [2]file{
		fileOf(ConfigFile, f.ConfigPath, f.Config),
		fileOf(CredentialsFile, f.CredentialsPath, f.Credentials),
	}
}

// Writable returns nil if an edit of the file is possible, else a *fault.Error:
// a file with a line that neither the AWS CLI nor fob reads is never written.
// It allocates nothing when all is well.
func (f Files) Writable(t Target) error { return f.both()[t].writable(f.paths) }

func (f file) writable(where paths.Paths) error {
	if p, ok := unreadable(f); ok {
		return p.refusal(where)
	}
	return nil
}

// ErrIn returns the Problem of a section as a *fault.Error, nil when it has none.
func (f Files) ErrIn(s *Section) error {
	if s.Problem == nil {
		return nil
	}
	return f.Fault(*s.Problem)
}

// Fault is a problem as a *fault.Error that shows the file, the line, its text
// and the remedy.
func (f Files) Fault(p Problem) error { return p.fault(f.paths) }

// Tell writes a problem for a warning: where and what it is, its line, and the
// remedy.
func (f Files) Tell(p Problem) string {
	text := f.Where(p.Pos) + " " + p.Message + "."
	if p.Text != "" {
		text += "\n  " + strconv.Itoa(p.Pos.Line) + " | " + p.Text
	}
	if p.Remedy != "" {
		text += "\n  " + p.Remedy
	}
	return text
}

// TellRead writes one warning for the lines that fob reads and SDKs refuse: the
// first, and how many more there are. It is empty when there is none.
func (f Files) TellRead(lines []Problem) string {
	text, more := "", 0
	for _, p := range lines {
		switch {
		case !p.Read:
		case text == "":
			text = f.Tell(p)
		default:
			more++
		}
	}
	switch more {
	case 0:
		return text
	case 1:
		return text + "\n  One more line is like that:  fob config dump"
	}
	return text + fmt.Sprintf("\n  %d more lines are like that:  fob config dump", more)
}

// Where writes a position for people: "~/.aws/config line 14".
func (f Files) Where(p Pos) string { return f.paths.Short(p.File) + " line " + strconv.Itoa(p.Line) }
