package wsl

import "strings"

// settings are what .wslconfig, in the person's home on Windows, says of the
// network.
type settings struct {
	mode         string // networkingMode in small letters; empty when it is not set
	noForwarding bool   // localhostForwarding=false
}

// parseConfig reads .wslconfig. As in WSL itself, names are in any case, the
// first of two equal keys wins, # begins a comment and lines that are none are
// passed over; networkingMode may stand under [wsl2] or [experimental].
func parseConfig(text string) settings {
	var s settings
	section, forwarding := "", ""
	for l := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		l, _, _ = strings.Cut(l, "#")
		l = strings.ToLower(strings.TrimSpace(l))
		if name, ok := strings.CutPrefix(l, "["); ok {
			section, _, _ = strings.Cut(name, "]")
			continue
		}
		key, value, ok := strings.Cut(l, "=")
		key, value = strings.TrimSpace(key), strings.Trim(strings.TrimSpace(value), `"`)
		switch {
		case !ok || value == "":
		case key == "networkingmode" && (section == "wsl2" || section == "experimental") && s.mode == "":
			s.mode = value
		case key == "localhostforwarding" && section == "wsl2" && forwarding == "":
			forwarding = value
		}
	}
	s.noForwarding = forwarding == "false" || forwarding == "0" || forwarding == "f"
	return s
}
