package paths

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
)

func TestEveryPathFollowsFromTheEnvironment(t *testing.T) {
	for name, tc := range map[string]struct {
		goos          string
		env           map[string]string
		config, creds string
		short         string
		wantErr       bool
	}{
		"unix":                       {goos: "linux", env: map[string]string{"HOME": "/h"}, config: "/h/.aws/config", creds: "/h/.aws/credentials", short: "~/.aws/config"},
		"Windows":                    {goos: "windows", env: map[string]string{"USERPROFILE": "/u", "HOME": "/h"}, config: "/u/.aws/config", creds: "/u/.aws/credentials", short: "~/.aws/config"},
		"files that are elsewhere":   {goos: "linux", env: map[string]string{"HOME": "/h", "AWS_CONFIG_FILE": "/etc/aws", "AWS_SHARED_CREDENTIALS_FILE": "~/c"}, config: "/etc/aws", creds: "/h/c", short: "/etc/aws"},
		"a variable within":          {goos: "linux", env: map[string]string{"HOME": "/h", "D": "/d", "AWS_CONFIG_FILE": "$D/x"}, config: "/d/x", creds: "/h/.aws/credentials", short: "/d/x"},
		"a blank one counts as none": {goos: "linux", env: map[string]string{"HOME": "/h", "AWS_CONFIG_FILE": ""}, config: "/h/.aws/config", creds: "/h/.aws/credentials", short: "~/.aws/config"},
		"no home":                    {goos: "linux", wantErr: true},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Locate(FromMap(tc.goos, tc.env))
			if err != nil != tc.wantErr {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			got := []string{filepath.ToSlash(p.Config), filepath.ToSlash(p.Credentials), p.Short(p.Config)}
			if diff := cmp.Diff([]string{tc.config, tc.creds, filepath.FromSlash(tc.short)}, got); diff != "" && filepath.Separator == '/' {
				t.Error(diff)
			}
		})
	}
}

func TestABlankVariableCountsAsUnset(t *testing.T) {
	e := FromMap("linux", map[string]string{"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "p", "AWS_USE_FIPS_ENDPOINT": "", "AWS_ENDPOINT_URL_STS": "", "AWS_ENDPOINT_URL": "u"})
	if p, v := e.Profile(); p != "p" || v != "AWS_DEFAULT_PROFILE" {
		t.Errorf("profile %q by %s", p, v)
	}
	if _, set := e.UseFIPS(); set {
		t.Error("FIPS is set")
	}
	if u, variable := e.EndpointURL("STS"); u != "u" || variable != "AWS_ENDPOINT_URL" {
		t.Errorf("endpoint %q by %s", u, variable)
	}
}

// Whatever is asked, a value of blanks alone is no answer.
func TestNothingIsReadFromBlankVariables(t *testing.T) {
	for _, blank := range []string{"", " ", "\t", " \r\n", "\u00a0"} {
		asked := map[string]bool{}
		e := Environ{GOOS: "linux", Lookup: func(name string) (string, bool) {
			asked[name] = true
			if name == "HOME" {
				return "/h", true
			}
			return blank, true
		}}
		if k := e.Keys(); k != (Keys{}) {
			t.Errorf("%q: keys %+v", blank, k)
		}
		for name, got := range map[string]func() string{
			"profile":      func() string { p, v := e.Profile(); return p + v },
			"region":       func() string { r, v := e.Region(); return r + v },
			"output":       e.Output,
			"endpoint":     func() string { u, _ := e.EndpointURL("STS"); return u },
			"CA bundle":    e.CABundle,
			"web identity": func() string { arn, file, session := e.WebIdentity(); return arn + file + session },
			"any":          func() string { v, name := e.First("A", "B"); return v + name },
		} {
			if v := got(); v != "" {
				t.Errorf("%q: %s is %q", blank, name, v)
			}
		}
		_, fips := e.UseFIPS()
		_, dual := e.UseDualStack()
		if fips || dual || e.IgnoreEndpointURLs() || e.MaxAttempts() != 0 {
			t.Errorf("%q: a setting is on", blank)
		}
		if e.Container() != (Container{}) {
			t.Errorf("%q: container %+v", blank, e.Container())
		}
		if m, err := e.InstanceMetadata(); err != nil || m != (InstanceMetadata{Endpoint: "http://169.254.169.254", Timeout: time.Second, Attempts: 1}) {
			t.Errorf("%q: metadata %+v, %v", blank, m, err)
		}
		if p, err := Locate(e); err != nil || filepath.ToSlash(p.Config) != "/h/.aws/config" || filepath.ToSlash(p.Credentials) != "/h/.aws/credentials" {
			t.Errorf("%q: paths %+v, %v", blank, p, err)
		}
		if !asked["AWS_ACCESS_KEY_ID"] || !asked["AWS_CONFIG_FILE"] {
			t.Error("the variables were not asked for")
		}
		if got := e.Text("A"); got != blank {
			t.Errorf("text %q became %q", blank, got)
		}
	}
	if _, err := FromMap("linux", map[string]string{"HOME": " "}).Home(); err == nil {
		t.Error("a blank HOME is a home")
	}
}

func TestTheEnvironmentsCredentials(t *testing.T) {
	e := FromMap("linux", map[string]string{
		"AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "SK", "AWS_SESSION_TOKEN": "T", "AWS_CREDENTIAL_EXPIRATION": "x", "AWS_ACCOUNT_ID": "1",
		"AWS_ROLE_ARN": "R", "AWS_USE_DUALSTACK_ENDPOINT": "True", "AWS_EC2_METADATA_DISABLED": "true",
	})
	same := cmp.Comparer(func(a, b ident.Secret) bool { return a.Reveal() == b.Reveal() })
	if diff := cmp.Diff(Keys{"AK", "SK", "T", "x", "1"}, e.Keys(), same); diff != "" {
		t.Error(diff)
	}
	if arn, file, _ := e.WebIdentity(); arn != "" || file != "" {
		t.Error("a role without a token file counts")
	}
	if on, set := e.UseDualStack(); !on || !set {
		t.Error("dual stack is off")
	}
	if m, err := e.InstanceMetadata(); !m.Off || err != nil {
		t.Error("the instance's metadata are on", err)
	}
	if e.Container() != (Container{}) {
		t.Error("this is a container")
	}
	if diff := cmp.Diff([]string{"A=1", "B=2"}, FromMap("linux", map[string]string{"B": "2", "A": "1"}).All()); diff != "" {
		t.Error(diff)
	}
}

func TestTheInstancesMetadataAreWhereTheEnvironmentSays(t *testing.T) {
	for name, tc := range map[string]struct {
		vars map[string]string
		want InstanceMetadata
	}{
		"nothing":  {nil, InstanceMetadata{Endpoint: "http://169.254.169.254", Timeout: time.Second, Attempts: 1}},
		"IPv6":     {map[string]string{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"}, InstanceMetadata{Endpoint: "http://[fd00:ec2::254]", Timeout: time.Second, Attempts: 1}},
		"IPv4":     {map[string]string{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv4"}, InstanceMetadata{Endpoint: "http://169.254.169.254", Timeout: time.Second, Attempts: 1}},
		"a URL":    {map[string]string{"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://x/", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"}, InstanceMetadata{Endpoint: "http://x/", Set: true, Timeout: time.Second, Attempts: 1}},
		"patience": {map[string]string{"AWS_METADATA_SERVICE_TIMEOUT": "5", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"}, InstanceMetadata{Endpoint: "http://169.254.169.254", Timeout: 5 * time.Second, Attempts: 3}},
		"nonsense": {map[string]string{"AWS_METADATA_SERVICE_TIMEOUT": "soon", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "-3"}, InstanceMetadata{Endpoint: "http://169.254.169.254", Timeout: time.Second, Attempts: 1}},
	} {
		got, err := FromMap("linux", tc.vars).InstanceMetadata()
		if diff := cmp.Diff(tc.want, got); diff != "" || err != nil {
			t.Errorf("%s: %s%v", name, diff, err)
		}
	}
	if _, err := FromMap("linux", map[string]string{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "5"}).InstanceMetadata(); err == nil {
		t.Error("a mode that is none is taken")
	}
}
