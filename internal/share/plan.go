package share

import (
	"os"
	"path/filepath"

	"github.com/fobcli/fob/internal/fault"
)

// Plan is what is to be done: the folder of Given makes way for a symlink to
// that of Kept.
type Plan struct {
	Kept, Given Place
	Copy        []string // files of Given that Kept has not, by their names
	Nothing     bool     // it is so already
}

// Plan tells what sharing the files of one side takes. Its errors say why it
// cannot be, and what to do first.
func (s State) Plan(keep Side) (Plan, error) {
	p := Plan{Kept: s.Windows, Given: s.Linux}
	if keep == Linux {
		p.Kept, p.Given = s.Linux, s.Windows
	}
	switch {
	case s.Shared == keep:
		p.Nothing = true
		return p, nil
	case s.Shared != None:
		return p, &fault.Error{
			Summary: "the files are shared already, and lie in " + p.Given.Named,
			Hint:    "Give each side its own again first:", Remedy: "fob configure wsl --undo",
		}
	case p.Kept.Link:
		return p, elsewhere(p.Kept)
	case p.Given.Link:
		return p, elsewhere(p.Given)
	case p.Given.There && p.Given.Aside:
		return p, &fault.Error{
			Summary: p.Given.AsideName() + " is there already, from an earlier time",
			Detail:  []string{"Look into it, and move it away. Nothing was changed."},
		}
	case p.Kept.Profiles && p.Given.Profiles && !sameFiles(p.Kept, p.Given):
		return p, conflict(p)
	}
	if p.Given.Profiles && !p.Kept.Profiles {
		for _, name := range shared {
			if _, err := os.Stat(filepath.Join(p.Given.Here, name)); err == nil {
				p.Copy = append(p.Copy, name)
			}
		}
	}
	return p, nil
}

// elsewhere refuses a folder that somebody has put elsewhere.
func elsewhere(p Place) error {
	return &fault.Error{
		Summary: p.Named + " is a symlink of your own",
		Detail:  []string{"fob leaves it as it is. Nothing was changed."},
	}
}

// conflict refuses to choose between two sets of profiles.
func conflict(p Plan) error {
	err := &fault.Error{
		Summary: "both sides have profiles: " + p.Given.Named + " and " + p.Kept.Named,
		Detail:  []string{"Copy what you want to keep of the first into the second, then move the first", "away. Nothing was changed."},
		Hint:    "In WSL:", Remedy: "mv ~/.aws ~/.aws.mine",
	}
	if p.Given.Side == Windows {
		err.Hint, err.Remedy = "In PowerShell:", `Rename-Item "$env:USERPROFILE\.aws" .aws.mine`
	}
	return err
}
