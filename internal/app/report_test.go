package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

func TestReport(t *testing.T) {
	secretFree := errors.New("dial tcp: connection refused")
	for name, tc := range map[string]struct {
		err   error
		width int
		debug bool
		want  string
		code  int
	}{
		"no error":       {nil, 0, false, "", 0},
		"an interrupt":   {fmt.Errorf("wait: %w", context.Canceled), 0, false, "", 130},
		"a summary":      {&fault.Error{Summary: "it failed"}, 0, false, "Error: it failed.\n", 1},
		"its own ending": {&fault.Error{Summary: "line 14 is odd:"}, 0, false, "Error: line 14 is odd:\n", 1},
		"a remedy":       {&fault.Error{Summary: "signed out", Remedy: "fob login", Code: fault.SignIn}, 0, false, "Error: signed out.\nTry:\n  fob login\n", 3},
		"details, a hint and two lines to type": {
			&fault.Error{Summary: "no such profile", Detail: []string{"Did you mean:", "  a"}, Hint: "One of:", Remedy: "fob a\nfob b", Code: fault.NoProfile}, 0, false,
			"Error: no such profile.\nDid you mean:\n  a\nOne of:\n  fob a\n  fob b\n", 5,
		},
		"a wrapped one": {fmt.Errorf("run: %w", &fault.Error{Summary: "x", Code: fault.NoAccess}), 0, false, "Error: x.\n", 4},
		"the cause under --debug": {
			&fault.Error{Summary: "AWS cannot be reached", Err: secretFree}, 0, true,
			"Error: AWS cannot be reached.\nCause: dial tcp: connection refused\n", 1,
		},
		"no cause otherwise":        {&fault.Error{Summary: "AWS cannot be reached", Err: secretFree}, 0, false, "Error: AWS cannot be reached.\n", 1},
		"a cause that says no more": {&fault.Error{Summary: secretFree.Error(), Err: secretFree}, 0, true, "Error: dial tcp: connection refused.\n", 1},
		"an error that nobody explained": {
			secretFree, 0, false,
			"Error: dial tcp: connection refused.\nIf this looks like a fault of fob, report it with the output of --debug:\n  https://github.com/fobcli/fob/issues\n", 1,
		},
		"a full disk, explained by the error number": {
			fmt.Errorf("keep a copy: %w", &fs.PathError{Op: "write", Path: "/x/config", Err: fullDisk()}), 0, false,
			"Error: /x/config cannot be written: the disk is full.\nFree some space on the disk of /x/config, then try again.\n", 1,
		},
		"a narrow terminal": {
			&fault.Error{Summary: "the sign-in to my-sso ended at 09:12", Remedy: "fob login my-sso --use-device-code", Hint: "Sign in again:"}, 20, false,
			"Error: the sign-in\nto my-sso ended at\n09:12.\nSign in again:\n  fob login my-sso --use-device-code\n", 1,
		},
		"text from outside": {
			&fault.Error{Summary: "no a\x1b[2J\nError: b", Detail: []string{"c\n\u202ed"}, Hint: "e\x9b:", Remedy: "fob f\ag", Err: errors.New("h\ni\x7f")}, 0, true,
			`Error: no a\x1b[2J\nError: b.` + "\n" + `c\n\u202ed` + "\n" + `e\x9b:` + "\n" + `  fob f\x07g` + "\n" + `Cause: h\ni\x7f` + "\n", 1,
		},
		"text from outside on a narrow terminal": {
			&fault.Error{Summary: "no a\x1b[2J and no\u2028b"}, 12, false,
			"Error: no\na\\x1b[2J and\nno\\u2028b.\n", 1,
		},
		"a URL stays whole": {
			&fault.Error{Summary: "see https://my-company.awsapps.com/start for it"}, 20, false,
			"Error: see\nhttps://my-company.awsapps.com/start\nfor it.\n", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			code := report(output.New(&b), tc.width, tc.debug, tc.err)
			if d := cmp.Diff(tc.want, b.String()); d != "" || code != tc.code {
				t.Errorf("exit %d, want %d\n%s", code, tc.code, d)
			}
		})
	}
}

// fullDisk is the error number of a full disk.
func fullDisk() error {
	if runtime.GOOS == "windows" {
		return syscall.Errno(112)
	}
	return syscall.ENOSPC
}

func TestReportAsJSON(t *testing.T) {
	cause := errors.New("dial tcp: connection refused")
	for name, tc := range map[string]struct {
		err   error
		debug bool
		want  string
		code  int
	}{
		"no error":      {nil, false, "", 0},
		"an interrupt":  {fmt.Errorf("wait: %w", context.Canceled), false, "", 130},
		"a summary":     {&fault.Error{Summary: "a <b> failed"}, false, `{"error":{"code":1,"summary":"a <b> failed.","detail":[],"hint":"","remedy":""}}` + "\n", 1},
		"a remedy":      {&fault.Error{Summary: "signed out", Remedy: "fob a\nfob b", Code: fault.SignIn, Err: cause}, false, `{"error":{"code":3,"summary":"signed out.","detail":[],"hint":"Try:","remedy":"fob a\nfob b"}}` + "\n", 3},
		"outside":       {&fault.Error{Summary: "a\x1b\u009b\nb", Detail: []string{"\u202e"}}, false, `{"error":{"code":1,"summary":"a\u001b\u009b\nb.","detail":["\u202e"],"hint":"","remedy":""}}` + "\n", 1},
		"with --debug":  {&fault.Error{Summary: "it failed", Err: cause}, true, `{"error":{"code":1,"summary":"it failed.","detail":[],"hint":"","remedy":"","cause":"dial tcp: connection refused"}}` + "\n", 1},
		"not explained": {cause, false, `{"error":{"code":1,"summary":"dial tcp: connection refused.","detail":[],"hint":"If this looks like a fault of fob, report it with the output of --debug:","remedy":"https://github.com/fobcli/fob/issues"}}` + "\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			code := reportJSON(output.New(&b), tc.debug, tc.err)
			if d := cmp.Diff(tc.want, b.String()); d != "" || code != tc.code {
				t.Errorf("exit %d, want %d\n%s", code, tc.code, d)
			}
		})
	}
}
