// Package rcfile puts marked blocks into the files that shells load at their
// start, and takes them out again: bytes in, bytes out.
//
// Whatever stands outside a block stays byte for byte, in the file's own
// encoding and with its own line ends; taking the blocks out gives the old file
// back. The package never touches a file and never knows a shell: that a line
// beginning with # is a comment is all it takes for granted.
package rcfile

import (
	"bytes"
	"slices"
	"strings"
)

// Block is a block of fob's in a file.
type Block struct {
	Name        string
	First, Last int      // the lines of its marks, counted from 1
	Lines       []string // what stands between them
}

// origin is what was there before a block, written into its first mark so that
// taking the block out leaves exactly that.
type origin string

const (
	whole    origin = ""                         // a file that ended with its last line's end, or an empty one
	made     origin = "in a file that fob made"  // no file: an empty one that stays behind is removed
	unended  origin = "after a line without end" // a last line whose end belongs to the block
	openMark        = "# >>> fob "
	shutMark        = "# <<< fob "
)

// Set returns data with the block of that name holding exactly lines: at the
// end of the file when there was none. data is nil where there is no file.
// newline is the line end for a file that has none to go by.
//
// It is idempotent. Errors: *Broken, *Unreadable; data is not changed then.
func Set(data []byte, name string, lines []string, newline string) ([]byte, error) {
	d, err := parse(data)
	if err != nil {
		return nil, err
	}
	if i := d.index(name); i >= 0 {
		b := d.blocks[i]
		if slices.Equal(b.Lines, lines) {
			return data, nil
		}
		return d.replace(b.bodyAt, b.bodyTo, d.join(lines, b.newline)), nil
	}
	from, end := whole, d.newline(newline)
	switch {
	case data == nil:
		from = made
	case !d.endsLine():
		from = unended
	}
	text := []string{mark(openMark, name, from)}
	text = append(append(text, lines...), shutMark+name+" <<<")
	add := d.join(text, end)
	if from == unended {
		add = append(d.encode(end), add...)
	}
	return d.replace(len(data), len(data), add), nil
}

// Remove returns data without the block of that name; data itself when it has
// none, and nil when nothing stays of a file that fob made.
//
// Errors: *Broken, *Unreadable; data is not changed then.
func Remove(data []byte, name string) ([]byte, error) {
	d, err := parse(data)
	if err != nil {
		return nil, err
	}
	i := d.index(name)
	if i < 0 {
		return data, nil
	}
	b := d.blocks[i]
	if i+1 < len(d.blocks) && d.blocks[i+1].at == b.to && b.from != whole {
		// What was there before this block is now before the next one.
		next := d.blocks[i+1]
		heir := d.encode(mark(openMark, next.Name, b.from) + b.newline)
		return d.replace(b.at, next.bodyAt, heir), nil
	}
	at := b.at
	if b.from == unended && b.to == len(data) {
		if end := d.encode(b.newline); bytes.HasSuffix(data[:at], end) {
			at -= len(end)
		}
	}
	rest := d.replace(at, b.to, nil)
	if b.from == made && len(rest) == d.bom {
		return nil, nil
	}
	return rest, nil
}

// Blocks lists the blocks of a file, in their order. Errors: *Broken, *Unreadable.
func Blocks(data []byte) ([]Block, error) {
	d, err := parse(data)
	if err != nil {
		return nil, err
	}
	var list []Block
	for _, b := range d.blocks {
		list = append(list, b.Block)
	}
	return list, nil
}

// Find returns the block of that name; false when there is none.
func Find(data []byte, name string) (Block, bool, error) {
	list, err := Blocks(data)
	for _, b := range list {
		if b.Name == name {
			return b, true, nil
		}
	}
	return Block{}, false, err
}

// Lines returns the text of a file line by line, decoded for reading.
// Error: *Unreadable.
func Lines(data []byte) ([]string, error) {
	d, err := decode(data)
	if err != nil {
		return nil, err
	}
	var text []string
	for _, l := range d.lines() {
		text = append(text, d.text(l))
	}
	return text, nil
}

func mark(kind, name string, from origin) string {
	if from != whole {
		name += ", " + string(from)
	}
	return kind + name + " >>>"
}

// readMark takes a first mark apart; false for any other line.
func readMark(line string) (name string, from origin, ok bool) {
	text, ok := strings.CutPrefix(strings.TrimSpace(line), openMark)
	if !ok {
		return "", "", false
	}
	if text, ok = strings.CutSuffix(text, " >>>"); !ok {
		return "", "", false
	}
	name, words, _ := strings.Cut(text, ", ")
	return name, origin(words), true
}

// readEnd takes a last mark apart; false for any other line.
func readEnd(line string) (name string, ok bool) {
	if name, ok = strings.CutPrefix(strings.TrimSpace(line), shutMark); !ok {
		return "", false
	}
	return strings.CutSuffix(name, " <<<")
}
