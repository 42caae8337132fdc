package awsconfig

import (
	"bytes"
	"iter"
	"strings"

	"github.com/fobcli/fob/internal/inifile"
)

// ref is what a header names: a type and a name.
type ref struct{ Type, Name string }

// header is a line that opens a section; offsets into the file.
type header struct {
	start, end  int // the line, without its end
	open, close int // between the brackets
}

// headers finds the sections of a file. It jumps from bracket to bracket, so a
// file of ten thousand sections takes a fraction of a millisecond.
func headers(data []byte) iter.Seq[header] { return headersFrom(data, 0) }

// headersFrom is headers from an offset on.
func headersFrom(data []byte, at int) iter.Seq[header] {
	return func(yield func(header) bool) {
		for at := at; ; {
			n := bytes.IndexByte(data[at:], '[')
			if n < 0 {
				return
			}
			at += n + 1
			start, ok := firstOnLine(data, at-1)
			if !ok {
				continue
			}
			h := header{start: start, open: at, end: lineEnd(data, at)}
			h.close = inifile.Closing(data, at, h.end)
			if !yield(h) {
				return
			}
			at = h.end
		}
	}
}

// firstOnLine reports whether only blanks stand before data[i] on its line, and
// where the line starts.
func firstOnLine(data []byte, i int) (start int, ok bool) {
	for i > 0 && (data[i-1] == ' ' || data[i-1] == '\t') {
		i--
	}
	return i, i == 0 || data[i-1] == '\n' || i == 3 && bytes.HasPrefix(data, []byte("\xef\xbb\xbf"))
}

func lineEnd(data []byte, from int) int {
	if n := bytes.IndexByte(data[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(data)
}

// heading is what a header means to the SDKs; offsets into the file.
type heading struct {
	typ        string
	start, end int  // the name
	bare       bool // [default], which [profile default] takes the place of
}

// sdkHeading reads what stands between the brackets of a header. ok is false
// when the SDKs ignore the section.
func sdkHeading(t Target, data []byte, open, close int) (h heading, ok bool) {
	start, end := trimBlanks(data, open, close)
	first := start
	for first < end && data[first] != ' ' && data[first] != '\t' {
		first++
	}
	if first == end { // one word
		h = heading{TypeProfile, start, end, true}
		if t == ConfigFile {
			return h, string(data[start:end]) == defaultProfile
		}
		return h, inifile.IsName(data[start:end])
	}
	if t == CredentialsFile {
		return heading{}, false
	}
	h.start, h.end = trimBlanks(data, first, end)
	switch string(data[start:first]) {
	case TypeProfile:
		h.typ = TypeProfile
	case TypeSession:
		h.typ = TypeSession
	case TypeServices:
		h.typ = TypeServices
	default:
		return heading{}, false
	}
	return h, inifile.IsName(data[h.start:h.end])
}

func trimBlanks(data []byte, start, end int) (int, int) {
	for start < end && (data[start] == ' ' || data[start] == '\t') {
		start++
	}
	for start < end && (data[end-1] == ' ' || data[end-1] == '\t') {
		end--
	}
	return start, end
}

// sdkRef is sdkHeading for a header line as text.
func sdkRef(t Target, line string) (r ref, bare, ok bool) {
	inside := []byte(inifile.Inside(line))
	h, ok := sdkHeading(t, inside, 0, len(inside))
	if !ok {
		return ref{}, false, false
	}
	return ref{h.typ, string(inside[h.start:h.end])}, h.bare, true
}

// cliRef is what a header line means to the AWS CLI: it takes all up to the
// last bracket, goes by how the type begins, and splits the words as a shell.
// Source: botocore, configloader.build_profile_map.
func cliRef(t Target, line string) (r ref, ok bool) {
	inside := cliInside(line)
	if t == CredentialsFile {
		return ref{TypeProfile, inside}, inside != "" && inside != leakingSection
	}
	if inside == defaultProfile {
		return ref{TypeProfile, defaultProfile}, true
	}
	for _, typ := range []string{TypeProfile, TypeSession, TypeServices} {
		if !strings.HasPrefix(inside, typ) {
			continue
		}
		words, ok := shellWords(inside)
		if !ok || len(words) != 2 {
			return ref{}, false
		}
		return ref{typ, words[1]}, true
	}
	return ref{}, false
}

// leakingSection is the section whose keys the AWS CLI puts into every other.
const leakingSection = "DEFAULT"

func cliInside(line string) string {
	open, end := strings.IndexByte(line, '['), strings.LastIndexByte(line, ']')
	if open < 0 || end < open {
		return ""
	}
	return line[open+1 : end]
}

// rawRef is what the writer of a header line must have meant, quotes or not:
// [profile my prof] names "my prof", though no reader sees it.
func rawRef(t Target, line string) (r ref, ok bool) {
	inside := strings.Trim(inifile.Inside(line), " \t")
	if t == CredentialsFile {
		return ref{TypeProfile, inside}, inside != ""
	}
	for _, typ := range []string{TypeProfile, TypeSession, TypeServices} {
		rest, found := strings.CutPrefix(inside, typ)
		if name := strings.TrimLeft(rest, " \t"); found && name != rest && name != "" {
			return ref{typ, name}, true
		}
	}
	return ref{}, false
}
