package cli

import (
	"runtime/debug"
	"testing"
)

func TestVersionOfABuildWithoutAStamp(t *testing.T) {
	vcs := func(revision, modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}}
	}
	const long = "0123456789abcdef0123456789abcdef01234567"
	for name, tc := range map[string]struct {
		stamped, want versionAnswer
		main          string
		settings      []debug.BuildSetting
	}{
		"go install of a version": {main: "v1.2.3", want: versionAnswer{Version: "1.2.3"}},
		"go build of a commit":    {main: "(devel)", settings: vcs(long, "false"), want: versionAnswer{Version: "(devel)", Commit: "0123456789ab"}},
		"go build of a changed one": {
			main: "v1.2.4-0.20260102030405-0123456789ab+dirty", settings: vcs(long, "true"),
			want: versionAnswer{Version: "1.2.4-0.20260102030405-0123456789ab+dirty", Commit: "0123456789ab", Modified: true},
		},
		"a release": {
			stamped: versionAnswer{Version: "2.0.0", Commit: "fedcba987654"}, main: "v0.0.0+dirty", settings: vcs(long, "true"),
			want: versionAnswer{Version: "2.0.0", Commit: "fedcba987654"},
		},
	} {
		got := tc.stamped
		got.add(&debug.BuildInfo{Main: debug.Module{Version: tc.main}, Settings: tc.settings})
		if got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}
