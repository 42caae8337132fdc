package interop_test

import (
	"os"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// recorder stands for fob: it writes down the words and the bytes that it was
// given, says something on both streams, and ends with the code it is told. It
// writes at once and when its stdin has ended, so programs of one pipeline do
// it in their order.
const recorder = `#!/bin/sh
words=
for word; do words="$words [$word]"; done
bytes=$(od -An -tx1 | tr -d '\n')
printf 'words%s\nstdin%s\n' "$words" "$bytes" >>"$RECORD"
echo "out of $#"
echo "err of $#" >&2
for word; do
	case $word in
		code=*) exit "${word#code=}" ;;
	esac
done
`

// record runs a script with the recorder as fob, and returns all that can be
// told apart: what was written down, both streams and the exit code.
func record(t *testing.T, start func(*testing.T) []string, file, script string, hook string) string {
	t.Helper()
	argv := start(t)
	w := newShellWorld(t)
	if err := os.Remove(w.path("bin", "fob")); err != nil {
		t.Fatal(err)
	}
	w.write("bin/fob", recorder)
	if err := os.Chmod(w.path("bin", "fob"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.write("hook", hook)
	w.write(file, script)
	w.vars["RECORD"] = w.path("record")
	r := w.run(nil, append(argv, w.path(file))...)
	return strings.ReplaceAll("wrote down:\n"+readOrBlank(w.path("record"))+"stdout:\n"+r.stdout+"stderr:\n"+r.stderr, w.home, "~")
}

// sameWithAndWithout fails the test where a line is told apart.
func sameWithAndWithout(t *testing.T, without, with string, atLeast int) {
	t.Helper()
	a, b := strings.Split(without, "\n"), strings.Split(with, "\n")
	for i := range max(len(a), len(b)) {
		if at(a, i) != at(b, i) {
			t.Fatalf("line %d: without the hook %q, with it %q\nall of it, with the hook:\n%s", i+1, at(a, i), at(b, i), with)
		}
	}
	if n := strings.Count(without, "words"); n < atLeast {
		t.Errorf("the program ran only %d times of %d:\n%s", n, atLeast, without)
	}
}

// otherLines are lines of fob that are not `fob use`, per shell, and what loads
// the hook there. After each, its status is printed.
var otherLines = []struct {
	name   string
	kind   shell.Kind
	start  func(*testing.T) []string
	begin  []string // a script is run once under each
	load   string
	status string
	lines  []string
}{
	{
		"bash", shell.Bash, inPath("bash", "--norc", "--noprofile"),
		[]string{"", "set -u -o pipefail"},
		"eval \"$(cat ~/hook)\"", `echo "status $?"`,
		append([]string{`fob exec "${a[@]}" <<<'here'`}, posixLines...),
	},
	{
		"zsh", shell.Zsh, inPath("zsh", "-f"),
		[]string{"", "setopt no_unset pipe_fail", "setopt no_unset ksh_arrays"},
		"eval \"$(cat ~/hook)\"", `echo "status $?"`,
		append([]string{`fob exec "${a[@]}" <<<'here'`, `fob exec < <(echo x)`, `setopt sh_word_split; b='x y'; fob exec $b`}, posixLines...),
	},
	{
		"fish", shell.Fish, inPath("fish", "--no-config"),
		[]string{""},
		"source ~/hook", `echo "status $status $pipestatus"`,
		[]string{
			`fob exec -p dev -- tool a,b 1.0 -- -x --y=z`, `fob exec 'a b' "c d" '' "it's" '$HOME' \*`, `fob`, `fob useful`, `fob exec use dev`, `fob ''`, `fob -- use`,
			`printf 'one\ntwo\0three' | fob exec | cat`, `fob exec </dev/null`, `echo in | fob one | fob two`, `fob exec code=3`, `fob exec code=3 | cat`,
			`fob exec code=1; and echo yes; or echo no`, `set x (fob exec code=4 2>/dev/null); echo $x $status`, `fob exec 2>&1 | sort`,
			`function f; fob exec $argv; end; f -x a,b code=5`, `command fob exec x`, `begin; fob exec code=6; end 2>/dev/null`, `fob exec $a`, `FOB_X=1 fob exec y`,
			`for i in 1 2; fob exec $i; end`, `not fob exec code=7`, `eval fob exec "'a b'"`, `echo 'fob x &' >/dev/null; fob exec z`,
		},
	},
	{
		"nu", shell.Nu, nu("--no-config-file"),
		[]string{""},
		"source ../hook", `print $"status ($env.LAST_EXIT_CODE)"`,
		[]string{
			`fob exec -p dev -- tool a,b 1.0 -- -x --y=z`, `fob exec 'a b' "c d" '' "it's" '$HOME' 1kb 2020-01-01 true null`, `fob`, `fob useful`, `fob exec use dev`, `fob -- use`,
			`"one\ntwo" | fob exec | print`, `0x[00 ff 0a] | fob exec | print`, `"in" | fob one | fob two | print`, `try { fob exec code=3 } catch { |e| print $e.exit_code }`,
			`let x = (fob exec | complete); print $x`, `let y = (try { fob exec code=4 } catch { 'caught' }); print $y`, `do { fob exec e>| print }`,
			`def --wrapped f [...r] { fob exec ...$r }; f -x a,b`, `^fob exec x`, `fob exec ...$a`, `with-env { X: y } { fob exec z }`, `for i in [1 2] { fob exec $i }`,
			`let v = 1.0; fob exec $v`, `fob exec $"a(1 + 1)"`, `fob exec o> /dev/null`, `print (which fob | get 0.type)`,
		},
	},
}

// posixLines are understood by bash and zsh alike.
var posixLines = []string{
	`fob exec -p dev -- tool a,b 1.0 -- -x --y=z`, `fob exec 'a b' "c d" '' "it's" '$HOME' \*`, `fob`, `fob useful`, `fob exec use dev`, `fob ''`, `fob -- use`,
	`printf 'one\ntwo\0three' | fob exec | cat`, `fob exec </dev/null`, `echo in | fob one | fob two`, `fob exec code=3`, `fob exec code=3 | cat`,
	`fob exec code=1 && echo yes || echo no`, `x=$(fob exec code=4 2>/dev/null) || echo "$x $?"`, `fob exec 2>&1 | sort`,
	`f() { fob exec "$@"; }; f -x a,b code=5`, `command fob exec x`, `(fob exec code=6) 2>/dev/null`, `fob exec "${a[@]}"`, `FOB_X=1 fob exec y`,
	`for i in 1 2; do fob exec $i; done`, `! fob exec code=7`, `eval "fob exec 'a b'"`, `fob exec code=8 & wait $!`, `if fob exec code=9; then echo yes; else echo "no $?"; fi`,
	`(set -e; fob exec code=10; echo not reached)`, `(set -e; fob exec || true; false || fob exec; echo reached)`, `(trap 'echo trapped' ERR; fob exec code=11)`,
	`(exec fob exec code=12)`, `fob exec $(fob inner)`, `while read -r l; do fob exec "$l"; break; done <<<'loop'`,
}

func TestInOtherShellsEveryOtherLineIsAsWithoutTheHook(t *testing.T) {
	for _, sh := range otherLines {
		t.Run(sh.name, func(t *testing.T) {
			for _, begin := range sh.begin {
				first := map[shell.Kind]string{shell.Fish: "set a x 'y z'", shell.Nu: "let a = [x 'y z']"}[sh.kind]
				if first == "" {
					first = "a=(x 'y z')"
				}
				script := func(load string) string {
					text := begin + "\n" + load + "\n" + first + "\n"
					for _, line := range sh.lines {
						text += line + "\n" + sh.status + "\n"
					}
					return text
				}
				hook := shell.Hook(sh.kind, shell.Load{})
				without := record(t, sh.start, "d/s", script("# no hook"), hook)
				with := record(t, sh.start, "d/s", script(sh.load), hook)
				sameWithAndWithout(t, without, with, len(sh.lines)-3)
			}
		})
	}
}
