package awsconfig

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/inifile"
)

// diffLine is a line of a file: what it is compared by, and what is shown of it.
type diffLine struct{ text, shown string }

// shownLines cuts a file into lines, with secrets masked in what is shown.
func shownLines(data []byte) []diffLine {
	data = fileOf(ConfigFile, "", data).data // the lines are the same in both files
	text := string(data)
	var lines []diffLine
	secret := false // the property above is one, so what continues it is too
	for s := inifile.NewScanner(data); s.Scan(); {
		line := text[s.Start:s.End]
		shown := line
		switch s.Kind {
		case inifile.Property, inifile.Nested:
			name, value := s.NameValue(line)
			if s.Kind == inifile.Property || !secret {
				secret = IsSecret(strings.ToLower(name))
			}
			if secret && value != "" {
				shown = strings.Replace(line, value, Masked, 1)
			}
		case inifile.Continuation:
			if secret {
				shown = "  " + Masked
			}
		case inifile.Bad:
			shown = hideSecret(line)
		case inifile.Header:
			secret = false
		}
		end := text[s.End:s.Next]
		if end == "" {
			shown += "  (no newline at the end)"
		}
		lines = append(lines, diffLine{line + end, shown})
	}
	return lines
}

// step is a stretch of a diff: lines of the old version in place of which the
// new one has others; both are equal where same is true.
type step struct {
	same         bool
	oldAt, oldTo int
	newAt, newTo int
}

// unified writes the differences between two versions.
func unified(from, to []diffLine) []string {
	steps := compare(nil, from, to, 0, 0)
	var out []string
	for i := 0; i < len(steps); {
		if steps[i].same {
			i++
			continue
		}
		end := i + 1
		for end+1 < len(steps) && steps[end].oldTo-steps[end].oldAt <= 2*diffContext {
			end += 2 // a short stretch of equal lines does not end the hunk
		}
		out = append(out, hunk(from, to, steps[i:end])...)
		i = end
	}
	return out
}

// hunk writes steps with the equal lines around them. steps begin and end with
// a difference.
func hunk(from, to []diffLine, steps []step) []string {
	first, final := steps[0], steps[len(steps)-1]
	before := min(diffContext, first.oldAt)
	after := min(diffContext, len(from)-final.oldTo)
	oldAt, newAt := first.oldAt-before, first.newAt-before
	out := []string{fmt.Sprintf("@@ -%s +%s @@",
		hunkRange(oldAt, final.oldTo+after), hunkRange(newAt, final.newTo+after))}
	out = appendLines(out, " ", from[oldAt:first.oldAt])
	for _, s := range steps {
		if s.same {
			out = appendLines(out, " ", from[s.oldAt:s.oldTo])
			continue
		}
		out = appendLines(out, "-", from[s.oldAt:s.oldTo])
		out = appendLines(out, "+", to[s.newAt:s.newTo])
	}
	return appendLines(out, " ", from[final.oldTo:final.oldTo+after])
}

// hunkRange is "line,count", with the count left out when it is 1.
func hunkRange(at, to int) string {
	switch n := to - at; n {
	case 0:
		return fmt.Sprintf("%d,0", at)
	case 1:
		return fmt.Sprint(at + 1)
	default:
		return fmt.Sprintf("%d,%d", at+1, n)
	}
}

func appendLines(out []string, mark string, lines []diffLine) []string {
	for _, l := range lines {
		out = append(out, strings.TrimRight(mark+l.shown, " "))
	}
	return out
}

// compare appends the steps that lead from one version to the other, equal
// stretches and differences taking turns. oldAt and newAt are where the two
// stand in their files.
//
// It is a patience diff: it lines up what stands once in either version, and
// goes on between. Config files are full of such lines (headers, for one), so
// ten thousand profiles with scattered edits take no longer than sorting them.
func compare(steps []step, from, to []diffLine, oldAt, newAt int) []step {
	head := 0
	for head < len(from) && head < len(to) && from[head].text == to[head].text {
		head++
	}
	tail := 0
	for tail < len(from)-head && tail < len(to)-head && from[len(from)-1-tail].text == to[len(to)-1-tail].text {
		tail++
	}
	steps = addStep(steps, step{true, oldAt, oldAt + head, newAt, newAt + head})
	from, oldTail := from[head:len(from)-tail], oldAt+len(from)-tail
	to, newTail := to[head:len(to)-tail], newAt+len(to)-tail
	oldAt, newAt = oldAt+head, newAt+head

	anchors := unchangedOnes(from, to)
	if len(anchors) == 0 {
		steps = addStep(steps, step{false, oldAt, oldTail, newAt, newTail})
	} else {
		o, n := 0, 0
		for _, a := range append(anchors, [2]int{len(from), len(to)}) {
			steps = compare(steps, from[o:a[0]], to[n:a[1]], oldAt+o, newAt+n)
			if a[0] < len(from) {
				steps = addStep(steps, step{true, oldAt + a[0], oldAt + a[0] + 1, newAt + a[1], newAt + a[1] + 1})
			}
			o, n = min(a[0]+1, len(from)), min(a[1]+1, len(to))
		}
	}
	return addStep(steps, step{true, oldTail, oldTail + tail, newTail, newTail + tail})
}

// addStep appends a step unless it is empty, and joins it to one of its kind.
func addStep(steps []step, s step) []step {
	if s.oldAt == s.oldTo && s.newAt == s.newTo {
		return steps
	}
	if n := len(steps); n > 0 && steps[n-1].same == s.same {
		steps[n-1].oldTo, steps[n-1].newTo = s.oldTo, s.newTo
		return steps
	}
	return append(steps, s)
}

// unchangedOnes pairs the lines that stand exactly once in either version, as
// many of them as stand in the same order in both.
func unchangedOnes(from, to []diffLine) [][2]int {
	if len(from) == 0 || len(to) == 0 {
		return nil
	}
	type place struct{ old, new, times int }
	places := make(map[string]*place, len(to))
	for i, l := range to {
		if p := places[l.text]; p != nil {
			p.times++
		} else {
			places[l.text] = &place{old: -1, new: i, times: 1}
		}
	}
	for i, l := range from {
		if p := places[l.text]; p != nil {
			if p.old >= 0 {
				p.times++
			}
			p.old = i
		}
	}
	var pairs [][2]int
	for i, l := range from {
		if p := places[l.text]; p != nil && p.times == 1 && p.old == i {
			pairs = append(pairs, [2]int{i, p.new})
		}
	}
	return longestIncreasing(pairs)
}

// longestIncreasing returns the longest run of pairs whose second numbers
// increase; the first ones do already.
func longestIncreasing(pairs [][2]int) [][2]int {
	var tops []int // tops[k]: the pair that ends the best run of k+1 pairs
	before := make([]int, len(pairs))
	for i, p := range pairs {
		k, _ := slices.BinarySearchFunc(tops, p[1], func(top, at int) int { return pairs[top][1] - at })
		before[i] = -1
		if k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, i)
		} else {
			tops[k] = i
		}
	}
	if len(tops) == 0 {
		return nil
	}
	run := make([][2]int, len(tops))
	for k, i := len(tops)-1, tops[len(tops)-1]; k >= 0; k, i = k-1, before[i] {
		run[k] = pairs[i]
	}
	return run
}
