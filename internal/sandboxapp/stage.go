package sandboxapp

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// stageOptions say what a stage is made of.
type stageOptions struct {
	Org        orgOptions
	Browser    bool   // --browser: the person's own instead of the visitor
	User       string // --user: whom the visitor signs in as
	Configured bool   // --configured: with profiles in ~/.aws/config
	OwnFob     bool   // fob is this very program, whatever is installed
}

func (o *stageOptions) addFlags(c *cobra.Command) {
	o.Org.addFlags(c)
	c.Flags().BoolVar(&o.Browser, "browser", false, "sign in with your own browser instead of the built-in visitor")
	c.Flags().StringVar(&o.User, "user", "", "`USER` that the built-in visitor signs in as (default: the first)")
	c.Flags().BoolVar(&o.Configured, "configured", false, "start with profiles in ~/.aws/config")
}

// stage is a sandbox and a private home that points at it.
type stage struct {
	server *sandbox.Server
	home   *home.Home
	env    []string // of programs in the home
}

// setUp makes a stage. Whoever gets it calls close.
func setUp(w *world, o stageOptions) (_ *stage, err error) {
	organisation, err := o.Org.load()
	if err != nil {
		return nil, err
	}
	if _, known := organisation.User(o.User); o.User != "" && !known {
		return nil, fault.NewUsage("the organisation has no user "+o.User, "")
	}
	server, err := start(sandbox.Config{Org: organisation, Notices: w.stderr, Now: w.now, Rotation: sandbox.Rotation(o.Org.Rotation)})
	if err != nil {
		return nil, err
	}
	s := &stage{server: server}
	if s.home, err = home.New(); err == nil {
		err = s.furnish(w, o)
	}
	if err != nil {
		return nil, &fault.Error{Summary: errors.Join(err, s.close()).Error(), Err: err}
	}
	return s, nil
}

// furnish puts into the home what programs in it need.
func (s *stage) furnish(w *world, o stageOptions) error {
	s.env = s.home.Environ(w.environ, w.windows, home.Sandbox{
		Origin: s.server.URL(), Control: s.server.ControlURL(), Secret: s.server.ControlSecret(),
	})
	if err := s.home.WriteModels(s.server.URL()); err != nil {
		return err
	}
	if o.Configured {
		i := s.server.Org().Instance
		if err := s.home.WriteProfiles(i.StartURL, i.Region, profilesOf(s.server.Org(), o)); err != nil {
			return err
		}
	}
	if err := s.addPrograms(w, o); err != nil {
		return err
	}
	if o.User != "" {
		s.set(home.UserVar, o.User)
	}
	if o.Browser {
		file, err := s.home.SavePerson(w.environ)
		if err != nil {
			return err
		}
		s.set(home.PersonVar, file)
	}
	return nil
}

func (s *stage) set(name, value string) { s.env = append(s.env, name+"="+value) }

// addPrograms fills the directory that stands first on PATH: with this
// program, so that the clock can be turned; with the browser; and with fob.
func (s *stage) addPrograms(w *world, o stageOptions) error {
	if _, err := s.home.AddProgram(sandboxName, w.self); err != nil {
		return err
	}
	browser, err := s.home.AddProgram(browserName, w.self)
	if err != nil {
		return err
	}
	if strings.Contains(browser, " ") {
		browser = `"` + browser + `"`
	}
	s.set("BROWSER", browser)
	return s.addFob(w, o)
}

// addFob makes fob a command of the home: the one that belongs to this
// program, whatever other one stands on the person's PATH.
func (s *stage) addFob(w *world, o stageOptions) error {
	program := fobBeside(w)
	if o.OwnFob {
		program = w.self
	}
	_, err := s.home.AddProgram(fobName, program)
	return err
}

// fobBeside is the fob that was installed together with this program; without
// one this program is fob too.
func fobBeside(w *world) string {
	name := fobName
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path := filepath.Join(filepath.Dir(w.self), name)
	if st, err := os.Stat(path); err == nil && st.Mode().IsRegular() {
		return path
	}
	return w.self
}

// close ends the sandbox and removes the home.
func (s *stage) close() error {
	err := s.server.Close()
	if s.home != nil {
		err = errors.Join(err, s.home.Remove())
	}
	return err
}

// leave closes the stage after a program whose exit code is what counts: what
// goes wrong here is said, and the code stays.
func (s *stage) leave(w *world) {
	if err := s.close(); err != nil {
		fmt.Fprintln(w.stderr, "Warning:", err)
	}
}

// profilesOf are the guide's two profiles for the guide's organisation, and
// one for each account and role of the user elsewhere.
func profilesOf(o *org.Organisation, options stageOptions) []home.Profile {
	if options.Org.builtIn() {
		return []home.Profile{
			{Name: "my-dev-account", Account: "111122223333", Role: "AdministratorAccess"},
			{Name: "my-prod-account", Account: "444455556666", Role: "ReadOnly"},
		}
	}
	user := options.User
	if user == "" && len(o.Users) > 0 {
		user = o.Users[0].Name
	}
	var all []home.Profile
	for _, a := range o.AccountsOf(user) {
		for _, r := range o.RolesOf(user, a.ID) {
			all = append(all, home.Profile{Name: profileName(r, a.ID), Account: a.ID, Role: r})
		}
	}
	return all
}

// profileName is the name that the wizard proposes.
func profileName(r ident.RoleName, a ident.AccountID) string { return string(r) + "-" + string(a) }
