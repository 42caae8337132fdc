package awsconfig

import "bytes"

// Unseen returns the sections that the AWS CLI reads and SDKs ignore, because
// of a blank, a quote or a foreign letter in the name: what View leaves out,
// each name once. It reads each file once, however many there are.
func (f Files) Unseen() []*Section {
	b := newBuilder(f)
	byRef := map[ref]*Section{}
	var all []*Section
	for _, file := range f.both() {
		number, counted := 1, 0
		var into *Section
		start := 0
		read := func(end int) {
			if into == nil {
				return
			}
			number += bytes.Count(file.data[counted:start], []byte{'\n'})
			counted = start
			b.into = into
			b.read(file, start, end, number)
			b.into, into = nil, nil
		}
		for h := range headers(file.data) {
			read(h.start)
			line := string(file.data[h.start:h.end])
			if _, _, seen := sdkRef(file.target, line); seen {
				continue
			}
			r, ok := cliRef(file.target, line)
			if !ok {
				continue
			}
			if byRef[r] == nil {
				byRef[r] = &Section{Type: r.Type, Name: r.Name}
				all = append(all, byRef[r])
			}
			into, start = byRef[r], h.start
		}
		read(len(file.data))
	}
	return all
}
