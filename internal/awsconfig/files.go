package awsconfig

import (
	"errors"
	"fmt"
	"io/fs"

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
	if err != nil {
		return nil, false, &fault.Error{
			Summary: fmt.Sprintf("%s cannot be read: %s", p.Short(path), fsx.Reason(err)),
			Detail:  advice(p.Short(path), err),
			Err:     err,
		}
	}
	return data, true, nil
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
	target Target
	path   string
	data   []byte
}

func (f Files) both() [2]file {
	return [2]file{
		{ConfigFile, f.ConfigPath, f.Config},
		{CredentialsFile, f.CredentialsPath, f.Credentials},
	}
}

// Err returns the first line that makes a file unreadable as a *fault.Error,
// or nil. It is View().Err() without building the view, and allocates nothing
// when all is well.
func (f Files) Err() error {
	for _, file := range f.both() {
		if p := problems(file, 1); len(p) > 0 {
			return p[0].fault(f.paths)
		}
	}
	return nil
}
