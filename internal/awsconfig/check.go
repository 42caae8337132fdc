package awsconfig

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/inifile"
)

// check refuses an edit whose words could not be read back as they are. No
// message shows the value: it may be a secret.
func (e Edit) check() error {
	if err := e.checkName(); err != nil {
		return err
	}
	switch e.Op {
	case RemoveSection:
		return nil
	case Unset:
		if e.Key == "" {
			return refuse("the key is empty", "")
		}
		return nil
	}
	if err := checkKey(e.Key); err != nil {
		return err
	}
	if e.Sub == "" {
		return checkValue(e.Key, e.Value, true)
	}
	if err := checkKey(e.Sub); err != nil {
		return err
	}
	return checkValue(e.Key+"."+e.Sub, e.Value, false)
}

// refuse is a mistake in what was asked for.
func refuse(summary, why string) error {
	f := &fault.Error{Summary: summary, Code: fault.Usage}
	if why != "" {
		f.Detail = []string{why}
	}
	return f
}

func (e Edit) checkName() error {
	switch r := e.ref(); {
	case r.Type != TypeProfile && r.Type != TypeSession && r.Type != TypeServices:
		return refuse(fmt.Sprintf("%q is no type of section", r.Type), "")
	case r.Type != TypeProfile && e.Target == CredentialsFile:
		return refuse("the credentials file has no sections of type "+r.Type, "")
	case r.Name == "":
		return refuse("the name of a section is empty", "")
	case strings.TrimSpace(r.Name) != r.Name:
		return refuse(fmt.Sprintf("the name %q begins or ends with a blank", r.Name), "")
	case strings.ContainsAny(r.Name, "[]"):
		return refuse(fmt.Sprintf("the name %q has a bracket, which ends the header of a section", r.Name), "")
	case strings.ContainsFunc(r.Name, isControl) || !utf8.ValidString(r.Name):
		return refuse(fmt.Sprintf("the name %q has a control character or is not UTF-8", r.Name), "")
	case r.Name == leakingSection && e.Target == CredentialsFile && e.Op == Set:
		return refuse("the AWS CLI gives the keys of a section [DEFAULT] to every profile", "Choose another name.")
	}
	return nil
}

// checkKey accepts the names that every reader takes whole. The SDKs also know
// a colon in them, but the AWS CLI would begin the value there.
func checkKey(key string) error {
	switch {
	case key == "":
		return refuse("the key is empty", "")
	case !inifile.IsName(key) || strings.Contains(key, ":"):
		return refuse(fmt.Sprintf("%q is no key", key), "A key has letters, digits and _ - / . % @ + alone.")
	}
	return nil
}

// checkValue refuses what a reader would cut off or read as something else; no
// quoting helps, as quotes are part of a value. cut tells whether the SDKs look
// for a comment in it, which they do not do in nested values.
func checkValue(key, value string, cut bool) error {
	what := "the value of " + key
	switch {
	case strings.ContainsAny(value, "\r\n"):
		return refuse(what+" has a line break", "A value is one line.")
	case strings.ContainsFunc(value, isControl) || !utf8.ValidString(value):
		return refuse(what+" has a control character or is not UTF-8", "")
	case strings.TrimSpace(value) != value:
		return refuse(what+" begins or ends with a blank, which no reader of the file keeps", "")
	case cut && hasComment(value):
		return refuse(what+" has a # or ; at its start or behind a blank",
			"AWS SDKs would read it as a comment and lose the rest; no quoting helps.")
	}
	return nil
}

// hasComment reports whether a # or ; stands at the start of the value, before
// which a blank will be written, or behind a blank.
func hasComment(value string) bool {
	blank := true
	for i := 0; i < len(value); i++ {
		c := value[i]
		if blank && (c == '#' || c == ';') {
			return true
		}
		blank = c == ' ' || c == '\t'
	}
	return false
}

// isControl is true for what has no place in a line; a tab does.
func isControl(r rune) bool { return unicode.IsControl(r) && r != '\t' }
