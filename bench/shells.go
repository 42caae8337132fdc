package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/shell"
)

// What the hooks cost the shells: how much later the first prompt comes, and
// what each prompt costs more. Each shell takes the time itself, in the running
// process, of the very line that loads the hook, with `cat` of a file in the
// place of fob, and of the same line with a file that holds nothing to do. A
// process each, in turn; the difference of the quickest of each is the figure,
// for whatever else the machine does can only add.

// timedShell is a shell that can time itself.
type timedShell struct {
	name  string
	kind  shell.Kind
	argv  []string
	empty string // a text that does nothing
	// script prints the milliseconds of loading FILE, and the microseconds of a
	// prompt after it.
	script string
}

const posixTimes = `
t0=$EPOCHREALTIME; eval "$(cat FILE)"; t1=$EPOCHREALTIME
for ((i = 0; i < 1000; i++)); do eval "${PROMPT_COMMAND-}"; done; t2=$EPOCHREALTIME
awk "BEGIN { print ($t1 - $t0) * 1000, ($t2 - $t1) * 1000 }"
`

func timedShells() []timedShell {
	return []timedShell{
		{"bash", shell.Bash, []string{"bash", "--norc", "--noprofile"}, ":", posixTimes},
		{"zsh", shell.Zsh, []string{"zsh", "-f"}, ":", "zmodload zsh/datetime" + posixTimes},
		{"fish", shell.Fish, []string{"fish", "--no-config"}, "true", `
function fish_prompt; echo '> '; end
cat EMPTY | source
set t0 (date +%s%N); cat FILE | source; set t1 (date +%s%N)
for i in (seq 1000); fish_prompt; emit fish_prompt; end >/dev/null; set t2 (date +%s%N)
math "($t1 - $t0) / 1000000"; math "($t2 - $t1) / 1000000"
`},
		powerShellAs("PowerShell", ""),
		// The engine of the tests is compiled while it runs; PowerShell as it is
		// shipped comes compiled. This is what is left then.
		powerShellAs("  compiled", "foreach ($i in 1..40) { $ExecutionContext.InvokeCommand.PreCommandLookupAction = $null; & cat FILE | Out-String | Invoke-Expression }"),
	}
}

// powerShellAs is a PowerShell that has run a line before it takes the time.
func powerShellAs(name, before string) timedShell {
	return timedShell{name, shell.PowerShell, []string{powerShell(), "-NoProfile", "-File"}, "$null = 1", `
function prompt { "PS $(Get-Location)> " }
$null = & cat EMPTY
` + before + `
$ExecutionContext.InvokeCommand.PreCommandLookupAction = $null
$w = [Diagnostics.Stopwatch]::StartNew()
& cat FILE | Out-String | Invoke-Expression
$load = $w.Elapsed.TotalMilliseconds
foreach ($i in 1..500) { $null = prompt }
$w.Restart()
foreach ($i in 1..2000) { $null = prompt }
"$load $($w.Elapsed.TotalMilliseconds / 2)"
`}
}

// powerShell is a full PowerShell where there is one, else the engine that lies
// beside the checkout; where neither is, its row says so.
func powerShell() string {
	if path, err := exec.LookPath("pwsh"); err == nil {
		return path
	}
	path, err := filepath.Abs(filepath.FromSlash("../shared/pwsh/pwsh"))
	if err != nil {
		return "pwsh"
	}
	return path
}

// measureShells prints the table of the hooks.
func measureShells(ctx context.Context, runs int) error {
	dir, err := os.MkdirTemp("", "fob-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fmt.Printf("%-12s %10s %14s %16s\n", "shell", "hook", "later start", "more per prompt")
	for _, s := range timedShells() {
		if _, err := exec.LookPath(s.argv[0]); err != nil {
			fmt.Printf("%-12s is not here\n", s.name)
			continue
		}
		hook := shell.Hook(s.kind, shell.Load{})
		start, prompt, err := s.measure(ctx, dir, hook, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("%-12s %7d B %11.2f ms %13.2f µs\n", s.name, len(hook), start, prompt)
	}
	return nil
}

// measure returns the milliseconds of the start and the microseconds of a
// prompt that the hook adds.
func (s timedShell) measure(ctx context.Context, dir, hook string, runs int) (start, prompt float64, err error) {
	var loads, prompts [2][]float64
	empty := filepath.Join(dir, "empty."+s.name)
	if err := os.WriteFile(empty, []byte(s.empty+"\n"), 0o600); err != nil {
		return 0, 0, err
	}
	full := filepath.Join(dir, "hook."+s.name)
	if err := os.WriteFile(full, []byte(hook), 0o600); err != nil {
		return 0, 0, err
	}
	for range runs {
		for i, file := range []string{empty, full} {
			load, each, err := s.time(ctx, dir, strings.NewReplacer("FILE", file, "EMPTY", empty).Replace(s.script))
			if err != nil {
				return 0, 0, err
			}
			loads[i], prompts[i] = append(loads[i], load), append(prompts[i], each)
		}
	}
	return slices.Min(loads[1]) - slices.Min(loads[0]), slices.Min(prompts[1]) - slices.Min(prompts[0]), nil
}

// time runs the script in a process of its own and reads its two figures.
func (s timedShell) time(ctx context.Context, dir, script string) (load, prompt float64, err error) {
	file := filepath.Join(dir, "script.ps1")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		return 0, 0, err
	}
	c := command(ctx, subject{home: dir}, append(s.argv, file))
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	fields := strings.Fields(string(out))
	if err != nil || len(fields) != 2 {
		return 0, 0, fmt.Errorf("%v: %w\n%s%s", c.Args, err, out, stderr.Bytes())
	}
	if load, err = strconv.ParseFloat(fields[0], 64); err != nil {
		return 0, 0, err
	}
	prompt, err = strconv.ParseFloat(fields[1], 64)
	return load, prompt, err
}
