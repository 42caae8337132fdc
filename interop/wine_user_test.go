package interop_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// userEnvironment makes a profile the default of the Windows user, as Windows'
// own program reads it back, and takes it back again.
func (w *windows) userEnvironment() {
	w.t.Helper()
	w.reg("add", `HKCU\Environment`, "/v", "AWS_DEFAULT_PROFILE", "/d", "old", "/f")
	if said := w.fobExeTells("use", "my-dev-account", "--user", "--region", "eu-west-1"); !strings.Contains(said, "AWS_DEFAULT_PROFILE was old before.") {
		w.t.Errorf("the old value is not told: %s", said)
	}
	for name, want := range map[string]string{"AWS_PROFILE": "my-dev-account", "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_DEFAULT_PROFILE": ""} {
		if got := w.userVariable(name); got != want {
			w.t.Errorf("the registry says %s = %q, want %q", name, got, want)
		}
	}
	w.vars["AWS_PROFILE"] = "my-dev-account" // as a program is given it that starts now
	if r := w.fobExe("status"); !strings.Contains(r.stdout, "It comes from your Windows user's environment:") {
		w.t.Errorf("status: %s", r)
	}
	delete(w.vars, "AWS_PROFILE")
	w.fobExeTells("use", "--unset", "--user")
	if got := w.userVariable("AWS_PROFILE"); got != "" {
		w.t.Errorf("after --unset the registry says %q", got)
	}
}

// fobExeTells runs fob.exe and returns what it says on stderr. It writes into a
// file: the first message to all windows makes wine start its desktop, which
// would hold a pipe open after fob.exe has ended.
func (w *windows) fobExeTells(args ...string) string {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	said, err := os.Create(filepath.Join(w.t.TempDir(), "stderr"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer said.Close()
	c := w.command(ctx, nil, append([]string{w.loader, w.exe}, args...)...)
	c.Stderr = said
	err = c.Run()
	text := readOrBlank(said.Name())
	if err != nil {
		w.t.Fatalf("%v: %v\n%s", args, err, text)
	}
	return text
}

// userVariable asks reg.exe for a variable of the user; empty when there is none.
func (w *windows) userVariable(name string) string {
	w.t.Helper()
	r := w.reg("query", `HKCU\Environment`, "/v", name)
	_, value, _ := strings.Cut(r.stdout, "REG_SZ")
	return strings.TrimSpace(value)
}

func (w *windows) reg(args ...string) ran {
	w.t.Helper()
	return w.run(nil, append([]string{w.loader, "reg.exe"}, args...)...)
}
