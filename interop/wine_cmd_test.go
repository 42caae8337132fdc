package interop_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

// The hook of cmd, run by wine's cmd.exe. Two things wine's cannot show: it has
// no macros, so the test puts in the words as the console does; and its chcp
// does nothing, so no name here leaves ASCII.
func TestCmdIsSwitchedByItsHook(t *testing.T) {
	t.Parallel()
	w := newWindows(t)
	w.vars["WINEPATH"] = `Z:` + strings.ReplaceAll(filepath.Dir(w.exe), "/", `\`)
	w.write(".aws/config", "[profile dev]\r\nregion = us-east-1\r\n[profile \"My Prod\"]\r\n[profile a&b]\r\n[profile \"a,b;c=d\"]\r\n[profile ha!]\r\n")
	w.write("fob-hook.cmd", w.fobExe("init", "cmd").stdout)
	w.write("s.cmd", strings.ReplaceAll(`@echo off
set AWS_ACCESS_KEY_ID=left
call fob-hook.cmd use dev --region eu-west-1
set AWS_PROFILE
set AWS_REGION
set AWS_DEFAULT_REGION
if not defined AWS_ACCESS_KEY_ID echo cleared
call fob-hook.cmd use "My Prod"
set AWS_PROFILE
call fob-hook.cmd use -
set AWS_PROFILE
call fob-hook.cmd use "a&b"
set AWS_PROFILE
call fob-hook.cmd use a,b;c=d
set AWS_PROFILE
call fob-hook.cmd use nobody || echo failed
call fob-hook.cmd use ha! || echo refused
set AWS_PROFILE
call fob-hook.cmd use --help
call fob-hook.cmd use --unset
if not defined AWS_PROFILE echo none
set FOB_PREVIOUS
if not defined FOB_HOOK if not defined FOB_LINE if not defined FOB_EXIT echo tidy
`, "\n", "\r\n"))
	r := w.run(nil, w.loader, "cmd.exe", "/c", "s.cmd")
	want := `AWS_PROFILE=dev
AWS_REGION=eu-west-1
AWS_DEFAULT_REGION=eu-west-1
cleared
AWS_PROFILE=My Prod
AWS_PROFILE=dev
AWS_PROFILE=a&b
AWS_PROFILE=a,b;c=d
failed
refused
AWS_PROFILE=a,b;c=d
none
FOB_PREVIOUS=` + shell.Remember("a,b;c=d") + "\ntidy\n"
	if got := fromCmd(r.stdout); got != want {
		t.Errorf("got\n%s\nwant\n%s\n%s", got, want, r.stderr)
	}
	if !strings.Contains(r.stderr, "Switch the current shell") || !strings.Contains(r.stderr, `the profile "ha!" has a !, which cmd may replace`) {
		t.Errorf("stderr:\n%s", r.stderr)
	}
	// Wine's `call` makes 1 of every exit code; as a program of its own it tells.
	if r := w.run(nil, w.loader, "cmd.exe", "/c", "fob-hook.cmd", "use", "nobody"); r.code != 5 {
		t.Errorf("exit code %d, want 5\n%s", r.code, r)
	}
}

// What the console makes of a line by the macro must do what fob.exe does.
func TestInCmdEveryOtherLineIsAsWithoutTheHook(t *testing.T) {
	t.Parallel()
	w := newWindows(t)
	w.write(".aws/config", "[profile dev]\r\nregion = us-east-1\r\n")
	w.write(".aws/credentials", "[static]\r\naws_access_key_id = AKIAEXAMPLE\r\naws_secret_access_key = example\r\n")
	_, macro, ok := strings.Cut(w.fobExe("init", "cmd").stdout, "doskey fob=")
	macro, _, _ = strings.Cut(macro, "\r\n")
	if !ok {
		t.Fatal("the hook makes no macro")
	}
	macro = strings.ReplaceAll(strings.ReplaceAll(macro, `%~f0`, `C:\nowhere\fob-hook.cmd`), "fob.exe", w.exeWindows())
	lines := []string{
		`version > out.txt & type out.txt`, `profiles | find "dev"`, `nonsense & echo after`, `nonsense 2>nul || echo failed`,
		`profiles >nul && echo fine`, `configure get region --profile dev`, `--profile dev configure get region`, `useful 2>&1`,
		`exec -p static -- cmd.exe /c "echo a,b 1.0 & exit 3" || echo code`, `exec -p static -- cmd.exe /c exit 0 && echo fine`,
		`"configure" get region --profile "dev"`, `exec -p static -- find "in" < in.txt`, `> out.txt 2>&1`, `help use | find "fob use -"`,
	}
	var plain, hooked strings.Builder
	for _, line := range lines {
		first, _, _ := strings.Cut(line, " ")
		plain.WriteString(w.exeWindows() + " " + line + "\r\n")
		hooked.WriteString(strings.NewReplacer("$1", first, "$*", line).Replace(macro) + "\r\n")
	}
	w.write("in.txt", "the in\r\n")
	w.write("plain.cmd", "@echo off\r\n"+plain.String())
	w.write("hooked.cmd", "@echo off\r\n"+hooked.String())
	without := w.run(nil, w.loader, "cmd.exe", "/c", "plain.cmd")
	with := w.run(nil, w.loader, "cmd.exe", "/c", "hooked.cmd")
	if with.stdout != without.stdout || with.stderr != without.stderr || strings.Count(without.stdout, "\n") < 10 {
		t.Errorf("with the hook:\n%s\n%s\nwithout:\n%s\n%s", with.stdout, with.stderr, without.stdout, without.stderr)
	}
}

// exeWindows is fob.exe as Windows names it.
func (w *windows) exeWindows() string { return `Z:` + strings.ReplaceAll(w.exe, "/", `\`) }

const hardInCmd = "'\"`$%!^&|;<>(){}[]*?~#=,@\\/ \t\n-+.:abcAZ019_"

// Every value comes back from cmd as it was, or is refused.
func TestQuotedValuesComeBackFromCmd(t *testing.T) {
	t.Parallel()
	w := newWindows(t)
	var words, names []string
	refused := 0
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		word := make([]byte, random.IntN(9))
		for i := range word {
			word[i] = hardInCmd[random.IntN(len(hardInCmd))]
		}
		if shell.Refusal(shell.Cmd, string(word)) == "" {
			words = append(words, string(word))
		} else if refused++; !strings.ContainsAny(string(word), "\"%!\t\n") {
			t.Errorf("%q was refused", word)
		}
		// Wine looks for variables of FOR in what they stand for, too, and crashes;
		// cmd does not.
		if shell.Unanswerable(shell.Cmd, string(word)) == "" && len(word) > 0 && !strings.Contains(string(word), "%") {
			names = append(names, string(word))
		}
	}
	t.Logf("%d words, %d refused; %d names in answers", len(words), refused, len(names))
	t.Run("in a line to paste", func(t *testing.T) {
		var script strings.Builder
		script.WriteString("@echo off\r\n")
		var want []string
		for _, word := range words {
			if word != "" {
				script.WriteString(shell.UseLine(shell.Cmd, shell.Switch{Profile: word}, nil) + "\r\nset AWS_PROFILE\r\n")
				want = append(want, word)
			}
		}
		w.write("paste.cmd", script.String())
		equal(t, profilesOf(w.run(nil, w.loader, "cmd.exe", "/c", "paste.cmd")), want)
	})
	t.Run("in an answer", func(t *testing.T) {
		hook := shell.Hook(shell.Cmd, shell.Load{})
		_, loop, _ := strings.Cut(hook, "\r\nfor /f ")
		loop, _, ok := strings.Cut(loop, "\r\n)\r\n")
		if !ok {
			t.Fatal("the hook has no loop")
		}
		loop = strings.Replace(loop, "'fob.exe use'", "answers.txt", 1)
		w.write("answers.txt", "profile "+strings.Join(names, "\r\nprofile ")+"\r\n")
		w.write("answer.cmd", "@echo off\r\nfor /f "+loop+"\r\n  set AWS_PROFILE\r\n)\r\n")
		equal(t, profilesOf(w.run(nil, w.loader, "cmd.exe", "/c", "answer.cmd")), names)
	})
	t.Run("as words", func(t *testing.T) {
		show := showWords(t)
		var script strings.Builder
		script.WriteString("@echo off")
		for i, word := range words {
			if i%150 == 0 {
				script.WriteString("\r\n" + show)
			}
			quote := shell.Quote
			if i%2 == 0 {
				quote = shell.Word
			}
			script.WriteString(" " + quote(shell.Cmd, word))
		}
		w.write("words.cmd", script.String()+"\r\n")
		r := w.run(nil, w.loader, "cmd.exe", "/c", "words.cmd")
		equal(t, strings.Split(strings.TrimSuffix(r.stdout, "\x00"), "\x00"), words)
	})
}

// showWords builds a program for Windows that writes its words, each with a NUL.
func showWords(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	source, exe := filepath.Join(dir, "show.go"), filepath.Join(dir, "show.exe")
	const program = "package main\n\nimport \"os\"\n\nfunc main() {\n\tfor _, w := range os.Args[1:] {\n\t\tos.Stdout.WriteString(w + \"\\x00\")\n\t}\n}\n"
	if err := os.WriteFile(source, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("go", "build", "-o", exe, source)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return `Z:` + strings.ReplaceAll(exe, "/", `\`)
}

// profilesOf reads what `set AWS_PROFILE` has printed, over and over.
func profilesOf(r ran) []string {
	var list []string
	for line := range strings.Lines(r.stdout) {
		list = append(list, strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "AWS_PROFILE="))
	}
	return list
}

func equal(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if at(got, i) != at(want, i) {
			t.Fatalf("value %d: %q came back as %q", i, at(want, i), at(got, i))
		}
	}
	if len(want) < 500 {
		t.Errorf("only %d values", len(want))
	}
}

func fromCmd(text string) string {
	return strings.ReplaceAll(text, "\r\n", "\n")
}
