// Command release builds fob and fob-sandbox for every platform: static
// programs, one archive a platform, the checksums of them all, and what winget
// and scoop must be told. docs/release.md is its manual.
//
//	go run ./release -out dist            archives, manifests and SHA256SUMS
//	go run ./release -out dist -check     the programs alone, to see that all build
//	go run ./release -out dist -built     the rest, of programs that are there
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// platform is one GOOS and GOARCH.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

var platforms = []platform{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

var programs = []string{"fob", "fob-sandbox"}

// papers travel with the programs in every archive.
var papers = []string{"LICENSE", "README.md", "CHANGELOG.md"}

// options are what the command line says.
type options struct {
	out, version string
	check, built bool
	only         []platform
	sign         signer
}

func main() {
	o, err := readOptions(os.Args[1:])
	if err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func readOptions(args []string) (options, error) {
	var o options
	var only string
	f := flag.NewFlagSet("release", flag.ExitOnError)
	f.StringVar(&o.out, "out", "dist", "`folder` for what is built")
	f.StringVar(&o.version, "version", "", "version to stamp (default: git describe)")
	f.BoolVar(&o.check, "check", false, "build the programs only: no archives, no manifests")
	f.BoolVar(&o.built, "built", false, "pack the programs that -check has left in the folder, signed by other means since")
	f.StringVar(&only, "only", "", "some `platforms`, such as windows/amd64,windows/arm64 (default: all)")
	o.sign.addFlags(f)
	_ = f.Parse(args) // it exits by itself
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is no flag", f.Arg(0))
	}
	if o.check && o.built {
		return o, errors.New("-check builds and -built does not: choose one")
	}
	var err error
	if o.only, err = choose(only); err != nil {
		return o, err
	}
	return o, o.sign.check()
}

// choose reads a list of platforms; an empty one means all.
func choose(list string) ([]platform, error) {
	if list == "" {
		return platforms, nil
	}
	var chosen []platform
	for word := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.String() == word })
		if i < 0 {
			return nil, fmt.Errorf("fob is not released for %q", word)
		}
		chosen = append(chosen, platforms[i])
	}
	return chosen, nil
}

func run(o options) error {
	stamp, err := readStamp(o.version)
	if err != nil {
		return err
	}
	var archives []archive
	for _, p := range o.only {
		files, err := o.programs(p, stamp)
		if err != nil {
			return err
		}
		if o.check {
			continue
		}
		a, err := pack(p, files, o.out, stamp)
		if err != nil {
			return err
		}
		archives = append(archives, a)
	}
	if o.check {
		return nil
	}
	if err := writeSums(filepath.Join(o.out, "SHA256SUMS"), archives); err != nil {
		return err
	}
	return writeManifests(o.out, stamp, archives)
}

// programs builds one platform's programs, or finds them built, and signs them
// where that is asked for and a signature means something.
func (o options) programs(p platform, s stamp) (files []string, err error) {
	done := "built"
	for _, name := range programs {
		file := filepath.Join(o.out, p.os+"-"+p.arch, name)
		if p.os == "windows" {
			file += ".exe"
		}
		if o.built {
			done = "found"
			_, err = os.Stat(file)
		} else {
			err = build(p, name, file, s)
		}
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	how := ""
	if p.os == "windows" && (!o.built || o.sign.asked()) {
		if how, err = o.sign.sign(files); err != nil {
			return nil, err
		}
	}
	fmt.Printf("%s %s%s\n", done, p, how)
	return files, nil
}
