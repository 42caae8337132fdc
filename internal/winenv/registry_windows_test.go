package winenv

import (
	"strings"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// name is a variable that no program reads.
const name = "FOB_TEST_OF_WINENV"

func TestAVariableComesAndGoes(t *testing.T) {
	var r Registry
	t.Cleanup(func() { _ = r.Apply([]Change{{Name: name}}) })
	want := `50% %PATH% "ü" 😀`
	if err := r.Apply([]Change{{Name: name, Value: &want}}); err != nil {
		t.Fatal(err)
	}
	if got, ok, err := r.Get(User, name); err != nil || !ok || got != want {
		t.Errorf("%q, %v, %v", got, ok, err)
	}
	k, err := registry.OpenKey(registry.CURRENT_USER, "Environment", registry.QUERY_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if _, kind, err := k.GetStringValue(name); err != nil || kind != registry.SZ {
		t.Errorf("the value is of kind %d, %v: its percent signs would be expanded", kind, err)
	}
	if err := r.Apply([]Change{{Name: name}, {Name: name}}); err != nil { // what is not there is gone already
		t.Error(err)
	}
	if got, ok, err := r.Get(User, name); ok || err != nil {
		t.Errorf("%q is still there, %v", got, err)
	}
}

func TestTheMachinesVariablesAreRead(t *testing.T) {
	got, ok, err := Registry{}.Get(Machine, "Path")
	if err != nil || !ok || !strings.Contains(strings.ToLower(got), "system32") {
		t.Errorf("%q, %v, %v", got, ok, err)
	}
}
