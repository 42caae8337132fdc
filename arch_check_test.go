package fob_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

const module = "github.com/fobcli/fob"

// architecture is a set of rules about imports; names are as in rules.
type architecture struct {
	layers    [][]string
	allowed   map[string][]string // importer → packages of its own layer
	forbidden []forbidden
	strangers string   // packages below this prefix do not import each other,
	shared    []string // except for these
}

// forbidden is a package that another must not reach, not even through a third.
// A trailing slash in what means the package and everything below it.
type forbidden struct{ from, what, why string }

// goPackage is a package of the module on at least one platform.
type goPackage struct {
	Name    string   // short name, as in rules
	Imports []string // import paths
	Deps    []string // import paths, transitively
}

// violations lists where the packages, or the table in docs/architecture.md,
// do not match the rules, and which rules no longer apply to anything.
func (a architecture) violations(all []goPackage, doc string) []string {
	var found []string
	add := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	used := map[string]bool{}
	for _, p := range all {
		from, layer := a.place(p.Name)
		if layer < 0 {
			add("%s is in no layer: add it to arch_test.go", p.Name)
			continue
		}
		for _, path := range p.Imports {
			imp, ok := shortName(path)
			if !ok {
				continue
			}
			to, below := a.place(imp)
			switch {
			case a.areStrangers(p.Name, imp):
				add("%s imports %s: packages below %s do not import each other", p.Name, imp, a.strangers)
			case below < layer || from == to:
			case below == layer && slices.Contains(a.allowed[from], to):
				used[from+" → "+to] = true
			default:
				add("%s imports %s: layer %d may not import layer %d", p.Name, imp, layer, below)
			}
		}
	}
	for from, list := range a.allowed {
		for _, to := range list {
			if !used[from+" → "+to] {
				add("no import needs the allowance %s → %s: remove it from arch_test.go", from, to)
			}
		}
	}
	found = append(found, a.forbiddenReached(all)...)
	listed := documentedPackages(doc)
	for _, p := range all {
		if !slices.Contains(listed, p.Name) {
			add("docs/architecture.md does not list %s", p.Name)
		}
	}
	for _, name := range listed {
		if !slices.ContainsFunc(all, func(p goPackage) bool { return p.Name == name }) {
			add("docs/architecture.md lists %s, which holds no Go code", name)
		}
	}
	slices.Sort(found)
	return found
}

func (a architecture) forbiddenReached(all []goPackage) []string {
	var found []string
	for _, rule := range a.forbidden {
		i := slices.IndexFunc(all, func(p goPackage) bool { return p.Name == rule.from })
		if i < 0 {
			found = append(found, fmt.Sprintf("a rule forbids imports of %s, which does not exist: correct arch_test.go", rule.from))
			continue
		}
		for _, dep := range all[i].Deps {
			if name, ok := shortName(dep); ok {
				dep = name
			}
			if dep == strings.TrimSuffix(rule.what, "/") || strings.HasSuffix(rule.what, "/") && strings.HasPrefix(dep, rule.what) {
				found = append(found, fmt.Sprintf("%s reaches %s: %s", rule.from, dep, rule.why))
			}
		}
	}
	return found
}

func (a architecture) areStrangers(one, other string) bool {
	return a.strangers != "" && one != other &&
		strings.HasPrefix(one, a.strangers) && strings.HasPrefix(other, a.strangers) &&
		!slices.Contains(a.shared, other)
}

// place returns the longest name in the layers that covers the package, and its layer.
func (a architecture) place(pkg string) (name string, layer int) {
	layer = -1
	for i, names := range a.layers {
		for _, n := range names {
			if (pkg == n || strings.HasPrefix(pkg, n+"/")) && len(n) > len(name) {
				name, layer = n, i
			}
		}
	}
	return name, layer
}

// shortName is the name of a package of this module as the rules write it.
func shortName(path string) (string, bool) {
	if path == module {
		return "fob", true
	}
	rest, ok := strings.CutPrefix(path, module+"/")
	return strings.TrimPrefix(rest, "internal/"), ok
}

var packageCell = regexp.MustCompile("^\\|[^|]*\\| `([^`]+)`")

// documentedPackages lists the packages in the table of docs/architecture.md:
// those in the second cell of a row.
func documentedPackages(doc string) []string {
	var names []string
	for line := range strings.Lines(doc) {
		if m := packageCell.FindStringSubmatch(line); m != nil {
			names = append(names, m[1])
		}
	}
	return names
}

// listPackages returns the packages of the module in dir, with the imports of
// all platforms that fob is released for. Test files are not part of it.
func listPackages(dir string, environ []string) ([]goPackage, error) {
	merged := map[string]goPackage{}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		c := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps", "./...")
		c.Dir = dir
		c.Env = append(slices.Clone(environ), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", goos, err)
		}
		for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p struct {
				ImportPath    string
				Imports, Deps []string
			}
			if err := dec.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			name, _ := shortName(p.ImportPath)
			m := merged[name]
			merged[name] = goPackage{name, union(m.Imports, p.Imports), union(m.Deps, p.Deps)}
		}
	}
	var all []goPackage
	for _, p := range merged {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b goPackage) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

func union(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// readSources opens every Go file and go.mod below root. The go command keeps
// the result of a test until a file changes that the test itself opened; what
// go list reads in a process of its own does not count.
func readSources(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" && d.Name() != "go.mod":
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return f.Close()
	})
}
