package paths

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Paths are the files of one person. All are absolute as far as the
// environment's values are.
type Paths struct {
	Home        string
	Config      string // ~/.aws/config, or AWS_CONFIG_FILE
	Credentials string // ~/.aws/credentials, or AWS_SHARED_CREDENTIALS_FILE
	SSOCache    string // ~/.aws/sso/cache: tokens and registrations; no variable moves it
	CLICache    string // ~/.aws/cli/cache: role credentials; no variable moves it
	Own         string // ~/.aws/fob: fob's own files, such as copies for undo and locks
	GOOS        string // the system for which errors show commands
}

// Locate works out every path from the environment. The error says that no
// home directory is known.
func Locate(e Environ) (Paths, error) {
	home, err := e.Home()
	if err != nil {
		return Paths{}, fmt.Errorf("find the home directory: %w", err)
	}
	aws := filepath.Join(home, ".aws")
	p := Paths{
		Home:        home,
		Config:      filepath.Join(aws, "config"),
		Credentials: filepath.Join(aws, "credentials"),
		SSOCache:    filepath.Join(aws, "sso", "cache"),
		CLICache:    filepath.Join(aws, "cli", "cache"),
		Own:         filepath.Join(aws, "fob"),
		GOOS:        e.GOOS,
	}
	if v := e.Get("AWS_CONFIG_FILE"); v != "" {
		p.Config = p.expand(e, v)
	}
	if v := e.Get("AWS_SHARED_CREDENTIALS_FILE"); v != "" {
		p.Credentials = p.expand(e, v)
	}
	return p, nil
}

// expand replaces $VAR and a leading ~, as AWS CLI v2 does when it reads.
func (p Paths) expand(e Environ, v string) string {
	v = os.Expand(v, e.Text)
	if v == "~" || strings.HasPrefix(v, "~/") || strings.HasPrefix(v, `~\`) {
		v = filepath.Join(p.Home, v[1:])
	}
	return v
}

// Short writes path for people: with ~ in place of the home directory.
func (p Paths) Short(path string) string {
	rel, err := filepath.Rel(p.Home, path)
	if err != nil || p.Home == "" || strings.HasPrefix(rel, "..") {
		return path
	}
	return "~/" + filepath.ToSlash(rel)
}
