package awsconfig_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/awsconfig"
)

// manyProfiles is a config of n profiles of six lines each, as populate writes
// them.
func manyProfiles(n int) awsconfig.Files {
	var b strings.Builder
	b.WriteString("[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n\n")
	for i := range n {
		fmt.Fprintf(&b, "[profile account-%d.readonly]\nsso_session = my-sso\nsso_account_id = %012d\nsso_role_name = ReadOnly\nregion = eu-west-1\n\n", i, i)
	}
	return files(b.String(), "[account-1.readonly]\naws_access_key_id = A\n")
}

func TestTheHotPathAllocatesNothingForOtherProfiles(t *testing.T) {
	few, many := manyProfiles(10), manyProfiles(5000)
	perView := func(f awsconfig.Files) float64 {
		return testing.AllocsPerRun(5, func() {
			if v := f.ViewOf("account-7.readonly"); len(v.Sections()) != 2 {
				t.Fatal("not found")
			}
		})
	}
	a, b := perView(few), perView(many)
	if a != b || a > 40 {
		t.Errorf("%v allocations with 10 profiles, %v with 5000; want the same, at most 40", a, b)
	}
	if n := testing.AllocsPerRun(5, func() { _ = many.Writable(awsconfig.ConfigFile) }); n != 0 {
		t.Errorf("Writable allocates %v times, want never", n)
	}
}

func TestAViewCostsTwoAllocationsAProfileAtMost(t *testing.T) {
	f := manyProfiles(5000)
	if n := testing.AllocsPerRun(2, func() { f.View() }); n > 2*5000 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkViewOf10000(b *testing.B) {
	f := manyProfiles(10_000)
	b.SetBytes(int64(len(f.Config)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := f.ViewOf("account-9999.readonly").Profile("account-9999.readonly"); !ok {
			b.Fatal("not found")
		}
	}
}

func BenchmarkView10000(b *testing.B) {
	f := manyProfiles(10_000)
	b.ReportAllocs()
	for b.Loop() {
		f.View()
	}
}

func BenchmarkProfileNames10000(b *testing.B) {
	f := manyProfiles(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if n := len(f.ProfileNames()); n != 10_000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkWarnings10000(b *testing.B) {
	v := manyProfiles(10_000).View()
	for b.Loop() {
		v.Warnings()
	}
}

// The cost of an edit must not depend on how many others the plan holds.
func BenchmarkPreview(b *testing.B) {
	for _, n := range []int{1000, 4000, 16000} {
		b.Run(fmt.Sprint("add/", n), func(b *testing.B) { benchmarkPreview(b, n, "new-%d", awsconfig.Set) })
		b.Run(fmt.Sprint("set/", n), func(b *testing.B) { benchmarkPreview(b, n, "account-%d.readonly", awsconfig.Set) })
		b.Run(fmt.Sprint("remove/", n), func(b *testing.B) {
			benchmarkPreview(b, n, "account-%d.readonly", awsconfig.RemoveSection)
		})
	}
}

func benchmarkPreview(b *testing.B, n int, name string, op awsconfig.Op) {
	e, p := newEditor(b)
	write(b, p.Config, string(manyProfiles(n).Config))
	var plan awsconfig.Plan
	for i := range n {
		for _, key := range []string{"sso_session", "sso_role_name", "region"} {
			plan = append(plan, awsconfig.Edit{Name: fmt.Sprintf(name, i), Key: key, Value: "other", Op: op})
		}
	}
	for b.Loop() {
		c, err := e.Preview(plan)
		if err != nil || c.Empty() {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(plan)), "ns/edit")
}
