package awsconfig

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/fobcli/fob/internal/fault"
)

// WriteKeys puts credentials into the credentials file, all or none: into
// sections of their own, or into those of the name that have no keys. ClearKeys
// gives the file back as it was, to the byte.
//
// No copy of the file is kept for Undo: what is taken away shall be gone.
// Errors are *fault.Error where the section has keys that fob did not write, or
// where other users can read the file; nothing is changed then.
func (e *Editor) WriteKeys(ctx context.Context, all []Keys) error {
	return e.changeCredentials(ctx, func(d *draft, now Files) error {
		if err := e.private(); err != nil {
			return err
		}
		if bytes.HasSuffix(now.Credentials, []byte("\r")) {
			return e.halfEnded()
		}
		for _, k := range all {
			if err := e.writeKeys(d, now, k); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *Editor) writeKeys(d *draft, now Files, k Keys) error {
	s, there := now.Find(TypeProfile, k.Section)
	if there {
		if err := e.free(s, k); err != nil {
			return err
		}
	}
	into := ""
	if there {
		into = intoSection
		if _, ours := WrittenIn(s); ours {
			into = s.Get(markInto)
		}
		if into == intoSection || s.Get(keyRegion) != s.Get(markRegion) {
			k.Region = "" // the section has its own word for that
		}
	}
	edits := k.edits(into)
	for _, edit := range edits {
		if err := edit.check(); err != nil {
			return err
		}
	}
	if len(d.meaning(edits[0].ref())) == 0 {
		d.note(d.doc.AppendApart(insideFor(CredentialsFile, edits[0].ref())))
	}
	for _, edit := range edits {
		if err := d.apply(edit); err != nil {
			return err
		}
	}
	return nil
}

// free refuses a section whose keys are not fob's to replace.
func (e *Editor) free(s *Section, k Keys) error {
	shown := e.Paths.Short(e.Paths.Credentials)
	if len(s.Sources) > 1 {
		return &fault.Error{
			Summary: fmt.Sprintf("%s has the section [%s] twice, and which of them counts depends on the reader", shown, s.Name),
			Detail:  []string{unchanged},
			Hint:    "Make one of the two, or take another section:",
			Remedy:  writeLine(k),
		}
	}
	w, ours := WrittenIn(s)
	if ours && (!w.Changed || s.Get(keyID) == "") {
		return nil
	}
	for _, key := range []string{keyID, keySecret, keyToken, keyOldToken} {
		if p, ok := s.Lookup(key); ok {
			return &fault.Error{
				Summary: fmt.Sprintf("[%s] in %s has keys that fob did not write, so they stay", s.Name, shown),
				Detail:  []string{fmt.Sprintf("  %s line %d: %s", shown, p.Pos.Line, key), unchanged},
				Hint:    "Take another section:",
				Remedy:  writeLine(k),
			}
		}
	}
	return nil
}

// writeLine is the command that writes into another section.
func writeLine(k Keys) string {
	name := k.Profile
	if strings.ContainsAny(name, " \t'&|;<>()*?[]#~!{}") {
		name = `"` + name + `"`
	}
	return "fob credentials write " + name + " --as NAME"
}

// private refuses to put secrets where other users of the machine read.
func (e *Editor) private() error {
	info, err := os.Stat(e.Paths.Credentials)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil // a new file is made private
	}
	shown := e.Paths.Short(e.Paths.Credentials)
	return &fault.Error{
		Summary: fmt.Sprintf("other users of this machine can read %s", shown),
		Detail:  []string{unchanged},
		Hint:    "Close it to them:",
		Remedy:  "chmod 600 " + shown,
	}
}

// halfEnded refuses a file from whose end nothing could be told apart later: a
// carriage return with no line feed behind it.
func (e *Editor) halfEnded() error {
	shown := e.Paths.Short(e.Paths.Credentials)
	return &fault.Error{
		Summary: fmt.Sprintf("the last line of %s ends in half a line end: a carriage return without a line feed", shown),
		Detail:  []string{unchanged},
		Hint:    "Press Enter at its end in an editor:",
		Remedy:  shown,
	}
}

// ClearKeys takes out the credentials that fob wrote and that are chosen, and
// leaves those that others have changed since. It returns what it took.
func (e *Editor) ClearKeys(ctx context.Context, chosen func(Written) bool) (cleared []Written, err error) {
	files, err := Read(e.Paths)
	if err != nil {
		return nil, err
	}
	if len(files.Written()) == 0 {
		return nil, nil // nearly always: no lock, and no file is made
	}
	err = e.changeCredentials(ctx, func(d *draft, now Files) error {
		cleared = nil
		for _, w := range now.Written() {
			if !w.Changed && chosen(w) {
				d.clear(w.Section, now)
				cleared = append(cleared, w)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return cleared, nil
}

// clear takes a section out whole where a write made it and nobody has put
// anything else there.
func (d *draft) clear(name string, now Files) {
	s, _ := now.Find(TypeProfile, name)
	for _, section := range d.meaning(ref{TypeProfile, name}) {
		if s.Get(markInto) != intoSection && section.HoldsOnly(writtenKeys(s)...) {
			section.gone = true
			d.doc.TakeBack(section.Section)
			continue
		}
		for _, key := range writtenKeys(s) {
			section.Unset(key)
		}
	}
}

// changeCredentials changes the credentials file under the editors' lock, and
// keeps no copy of what it was.
func (e *Editor) changeCredentials(ctx context.Context, change func(d *draft, now Files) error) error {
	unlock, err := e.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	files, err := Read(e.Paths)
	if err != nil {
		return err
	}
	now := files.credentialsAlone()
	f := fileOf(CredentialsFile, e.Paths.Credentials, now.Credentials)
	if err := f.writable(e.Paths); err != nil {
		return err
	}
	d := newDraft(CredentialsFile, f.data)
	if err := change(d, now); err != nil {
		return err
	}
	after := endLike(f.data, d.doc.Bytes())
	if err := f.stillReadable(after); err != nil {
		return err
	}
	if bytes.Equal(f.data, after) {
		return nil
	}
	return write(Change{Files: []FileChange{{Path: f.path, Before: now.Credentials, After: f.written(after), shown: e.Paths.Short(f.path)}}})
}

// endLike leaves a file without a last line end where it had none.
func endLike(before, after []byte) []byte {
	if len(before) == 0 || bytes.HasSuffix(before, []byte("\n")) {
		return after
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(after, []byte("\n")), []byte("\r"))
}
