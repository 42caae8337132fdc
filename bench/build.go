package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// programs are the paths of what is measured. aws is empty where AWS CLI v2 is
// not installed.
type programs struct{ launch, hello, fob, aws string }

// buildAll builds fob as a release does, and the hello-world likewise.
func buildAll(ctx context.Context, dir string) (programs, error) {
	in := func(name string) string { return filepath.Join(dir, name+exe()) }
	p := programs{launch: in("launch"), hello: in("hello"), fob: in("fob"), aws: findAWS(ctx)}
	for path, pkg := range map[string]string{
		p.launch: "github.com/fobcli/fob/bench/launch",
		p.hello:  "github.com/fobcli/fob/bench/hello",
		p.fob:    "github.com/fobcli/fob/cmd/fob",
	} {
		c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, pkg)
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			return programs{}, fmt.Errorf("build %s: %w\n%s", pkg, err, out)
		}
	}
	return p, nil
}

func exe() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}
