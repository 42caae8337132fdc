package vend

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
)

// One entry of the cache serves a role whatever it was assumed with, so a
// chain can come by the same entry twice.
func TestARoleOnTopOfItselfDoesNotWaitForItself(t *testing.T) {
	w := newWorld(t, devText+"[profile upper]\nrole_arn = "+roleA+"\nsource_profile = lower\n[profile lower]\nrole_arn = "+roleA+"\nsource_profile = dev\n")
	w.signedIn(time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	got, err := w.Credentials(ctx, "upper")
	if err != nil || got.AccessKeyID != "ASIASTS1" || w.aws.count("AssumeRole") != 1 {
		t.Errorf("got %+v, %v; calls %v", got, err, w.aws.calls)
	}
}

// Two chains that meet the same two roles in opposite order would wait for
// each other for ever if a lock were held while another is waited for.
func TestNoLockIsHeldWhileTheStepBelowIsAsked(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	id := cache.AssumeID{RoleARN: roleB}
	w.aws.before = func(operation string) {
		if operation != "GetRoleCredentials" {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		unlock, err := w.Store.Lock(ctx, id.LockName(), nil)
		if err != nil {
			t.Errorf("role B is locked while the sign-in below it is asked: %v", err)
			return
		}
		unlock()
	}
	w.get("b")
}

func TestARenewalOfARoleThatCanWaitDoesNotTouchTheTokenBelow(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(-time.Minute)
	err := w.Store.SaveAssumed(cache.AssumeID{RoleARN: roleB}, cache.Assumed{Credentials: ident.Credentials{
		AccessKeyID: "ASIAKEPT", SecretAccessKey: "s", SessionToken: "t", Expiration: noon.Add(10 * time.Minute),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.get("b"); got.AccessKeyID != "ASIAKEPT" || w.aws.total() != 0 {
		t.Errorf("got %+v, calls %v", got, w.aws.calls)
	}
}

// Keys in the environment may be a person's own, for which the hour of role
// chaining does not hold.
func TestLongRolesOnTopOfTheEnvironmentAreLeftToAWS(t *testing.T) {
	w := newWorld(t, "[profile a]\nrole_arn = "+roleA+"\ncredential_source = Environment\nduration_seconds = 7200\n")
	w.env["AWS_ACCESS_KEY_ID"], w.env["AWS_SECRET_ACCESS_KEY"] = "AKIAENV", "s"
	if got := w.get("a"); got.AccessKeyID != "ASIASTS1" || w.aws.forms[0]["DurationSeconds"] != "7200" || !strings.Contains(w.aws.forms[0]["Authorization"], "AKIAENV") {
		t.Errorf("got %+v, sent %v", got, w.aws.forms)
	}
}

func TestARenewalThatCanWaitDoesNotBreakOffAProgram(t *testing.T) {
	w := newWorld(t, "[profile a]\nrole_arn = "+roleA+"\nsource_profile = p\n[profile p]\ncredential_process = exit 1\n")
	err := w.Store.SaveAssumed(cache.AssumeID{RoleARN: roleA}, cache.Assumed{Credentials: ident.Credentials{
		AccessKeyID: "ASIAKEPT", SecretAccessKey: "s", SessionToken: "t", Expiration: noon.Add(10 * time.Minute),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := w.get("a"); got.AccessKeyID != "ASIAKEPT" || len(w.warnings) != 0 {
		t.Errorf("got %+v, warnings %q", got, w.warnings)
	}
}

func TestADamagedFileIsToldOnce(t *testing.T) {
	w := newWorld(t, devText)
	if f := faultOf(t, w, "dev"); f.Code != fault.SignIn || len(w.warnings) != 0 {
		t.Errorf("got %+v, warnings %q", f, w.warnings)
	}
	w.write(w.Store.TokenPath(corp), "{")
	w.write(w.Store.RolePath(devRole), "{")
	if f := faultOf(t, w, "dev"); f.Code != fault.SignIn || len(w.warnings) != 2 {
		t.Errorf("each damaged file is told once: %+v, warnings %q", f, w.warnings)
	}
}
