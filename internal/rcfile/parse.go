package rcfile

import (
	"slices"
	"strconv"
)

// Broken says that the marks of a file do not go together, so that nobody can
// tell which lines are fob's.
type Broken struct {
	Line int
	Why  string
}

func (b *Broken) Error() string { return "line " + strconv.Itoa(b.Line) + " " + b.Why }

// block is a Block with its place in the bytes.
type block struct {
	Block
	from           origin
	newline        string // the end of its first mark's line, as fob wrote it
	at, to         int    // from its first mark to behind its last one's line end
	bodyAt, bodyTo int    // what stands between the marks
}

type document struct {
	decoded
	blocks []block
}

// parse finds the blocks. Every mark must have its other half: a block that was
// begun and never ended would take the rest of the file with it.
func parse(data []byte) (document, error) {
	text, err := decode(data)
	if err != nil {
		return document{}, err
	}
	d, open := document{decoded: text}, (*block)(nil)
	for i, l := range d.lines() {
		line := d.text(l)
		if name, from, ok := readMark(line); ok {
			if open != nil {
				return d, &Broken{open.First, "begins a block of fob's that has no end"}
			}
			if d.index(name) >= 0 {
				return d, &Broken{i + 1, "begins a second block of the same name"}
			}
			open = &block{Block: Block{Name: name, First: i + 1}, from: from, newline: d.endOf(l), at: l.start, bodyAt: l.next}
			continue
		}
		if name, ok := readEnd(line); ok {
			if open == nil || open.Name != name {
				return d, &Broken{i + 1, "ends a block of fob's that has no beginning"}
			}
			open.Last, open.bodyTo, open.to = i+1, l.start, l.next
			d.blocks, open = append(d.blocks, *open), nil
			continue
		}
		if open != nil {
			open.Lines = append(open.Lines, line)
		}
	}
	if open != nil {
		return d, &Broken{open.First, "begins a block of fob's that has no end"}
	}
	return d, nil
}

func (d document) index(name string) int {
	return slices.IndexFunc(d.blocks, func(b block) bool { return b.Name == name })
}
