package cache

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

// model is what a store holds, without files.
type model struct {
	s Store

	tokens  map[SessionID]Token
	foreign map[SessionID]map[string]string // keys of other tools in a token's file
	roles   map[RoleID]ident.Credentials
	assumed map[AssumeID]Assumed
}

// Whatever fob and other tools do to the files, in whatever order: what is
// read is what was last saved, keys of other tools outlive fob's writes, and
// what was damaged is absent until it is saved again.
func TestTheStoreIsWhatWasLastSaved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		home, err := os.MkdirTemp("", "fob-cache-")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(home) }()
		p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": home}))
		if err != nil {
			t.Fatal(err)
		}
		m := &model{
			s: Store{Paths: p, Sleep: func(time.Duration) {}}, tokens: map[SessionID]Token{}, foreign: map[SessionID]map[string]string{},
			roles: map[RoleID]ident.Credentials{}, assumed: map[AssumeID]Assumed{},
		}
		t.Repeat(map[string]func(*rapid.T){
			"save token":       m.saveToken,
			"delete token":     m.deleteToken,
			"foreign key":      m.foreignKey,
			"damage token":     m.damageToken,
			"foreign token":    m.foreignToken,
			"killed renewal":   m.killedRenewal,
			"damage role":      m.damageRole,
			"save role":        m.saveRole,
			"delete role":      m.deleteRole,
			"save assumed":     m.saveAssumed,
			"remove SSO roles": m.removeSSORoles,
			"":                 m.check,
		})
	})
}

var (
	anySession = rapid.SampledFrom([]SessionID{
		{Name: "corp", StartURL: startURL}, {Name: "client ü", StartURL: startURL}, {StartURL: startURL}, {StartURL: "https://other.awsapps.com/start#/"},
	})
	anyText = rapid.StringN(1, 20, -1)
	anyTime = rapid.Map(rapid.Int64Range(1, 4_000_000_000), func(s int64) time.Time { return time.Unix(s, 0).UTC() })
)

func anySecret(t *rapid.T, label string) ident.Secret { return ident.Secret(anyText.Draw(t, label)) }

func (m *model) saveToken(t *rapid.T) {
	id := anySession.Draw(t, "session")
	tok := Token{
		StartURL: id.StartURL, Region: "eu-west-1", AccessToken: anySecret(t, "access"), ExpiresAt: anyTime.Draw(t, "expires"),
		ClientID: anyText.Draw(t, "client"), ClientSecret: anySecret(t, "client secret"),
	}
	if rapid.Bool().Draw(t, "renewable") {
		tok.RefreshToken, tok.RegistrationExpiresAt = anySecret(t, "refresh"), anyTime.Draw(t, "registered")
	}
	if err := m.s.SaveToken(id, tok); err != nil {
		t.Fatal(err)
	}
	m.tokens[id] = tok
}

func (m *model) deleteToken(t *rapid.T) {
	id := anySession.Draw(t, "session")
	_, there := m.tokens[id]
	_, damaged := m.foreign[id][damage]
	removed, err := m.s.DeleteToken(id)
	if err != nil || removed != (there || damaged) {
		t.Fatalf("removed %v, %v; there %v, damaged %v", removed, err, there, damaged)
	}
	delete(m.tokens, id)
	delete(m.foreign, id)
}

// foreignKey is another tool that adds a key of its own.
func (m *model) foreignKey(t *rapid.T) {
	id := anySession.Draw(t, "session")
	if _, there := m.tokens[id]; !there {
		t.Skip("no token")
	}
	key, value := "x-"+anyText.Draw(t, "key"), anyText.Draw(t, "value")
	var doc map[string]any
	data, err := os.ReadFile(m.s.TokenPath(id))
	if err == nil {
		err = json.Unmarshal(data, &doc)
	}
	if err != nil {
		t.Fatal(err)
	}
	doc[key] = value
	if data, err = json.MarshalIndent(doc, "", "  "); err == nil {
		err = os.WriteFile(m.s.TokenPath(id), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if m.foreign[id] == nil {
		m.foreign[id] = map[string]string{}
	}
	m.foreign[id][key] = value
}

// damage in place of a key says that the file is damaged.
const damage = "damaged"

// damageToken is another tool that dies while it writes in place.
func (m *model) damageToken(t *rapid.T) {
	id := anySession.Draw(t, "session")
	if _, there := m.tokens[id]; !there {
		t.Skip("no token")
	}
	data, err := os.ReadFile(m.s.TokenPath(id))
	if err == nil {
		err = os.WriteFile(m.s.TokenPath(id), data[:rapid.IntRange(0, len(data)-1).Draw(t, "length")], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.s.Token(id); !errors.Is(err, ErrAbsent) || Warning(err) == nil {
		t.Fatalf("the damaged token of %+v: %v", id, err)
	}
	delete(m.tokens, id)
	m.foreign[id] = map[string]string{damage: "yes"}
}

// foreignToken is the .NET SDK, which rewrites a token with the keys that it
// knows alone, and seven decimals.
func (m *model) foreignToken(t *rapid.T) {
	id := anySession.Draw(t, "session")
	tok, there := m.tokens[id]
	if !there {
		t.Skip("no token")
	}
	tok.AccessToken, tok.ExpiresAt = anySecret(t, "access"), anyTime.Draw(t, "expires")
	doc := map[string]string{
		"accessToken": tok.AccessToken.Reveal(), "expiresAt": tok.ExpiresAt.Format("2006-01-02T15:04:05.0000000Z"),
		"startUrl": string(tok.StartURL), "region": string(tok.Region), "clientId": tok.ClientID, "clientSecret": tok.ClientSecret.Reveal(),
	}
	if tok.RefreshToken != "" {
		doc["refreshToken"], doc["registrationExpiresAt"] = tok.RefreshToken.Reveal(), tok.RegistrationExpiresAt.Format("2006-01-02T15:04:05.0000000Z")
	}
	data, err := json.Marshal(doc)
	if err == nil {
		err = os.WriteFile(m.s.TokenPath(id), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	m.tokens[id] = tok
	delete(m.foreign, id)
}

// killedRenewal is a fob that died between the answer and the token's file:
// the note has the answer, and the token is what it was.
func (m *model) killedRenewal(t *rapid.T) {
	id := anySession.Draw(t, "session")
	old, there := m.tokens[id]
	if !there {
		t.Skip("no token")
	}
	note, err := m.s.BeginRenewal(id, old, anyTime.Draw(t, "began"))
	if err != nil {
		t.Fatal(err)
	}
	answer := old
	answer.AccessToken, answer.RefreshToken = anySecret(t, "access"), anySecret(t, "refresh")
	if err := note.Answered(answer); err != nil {
		t.Fatal(err)
	}
	note.Close()
	if b := m.s.Renewal(id, old); b.Answer.AccessToken != answer.AccessToken || b.Answer.RefreshToken != answer.RefreshToken {
		t.Fatalf("the note holds %+v", b)
	}
}

// damageRole is another tool that dies while it writes role credentials.
func (m *model) damageRole(t *rapid.T) {
	for id := range m.roles {
		data, err := os.ReadFile(m.s.RolePath(id))
		if err == nil {
			err = os.WriteFile(m.s.RolePath(id), data[:rapid.IntRange(0, len(data)-1).Draw(t, "length")], 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.s.Role(id); !errors.Is(err, ErrAbsent) || Warning(err) == nil {
			t.Fatalf("the damaged role %+v: %v", id, err)
		}
		if err := m.s.SaveRole(id, m.roles[id]); err != nil { // it heals
			t.Fatal(err)
		}
		return
	}
	t.Skip("no role")
}

func (m *model) saveRole(t *rapid.T) {
	id := RoleID{Session: anySession.Draw(t, "session"), Account: "111122223333", Role: ident.RoleName(rapid.SampledFrom([]string{"Admin", "ReadOnly"}).Draw(t, "role"))}
	c := anyKeys(t)
	if err := m.s.SaveRole(id, c); err != nil {
		t.Fatal(err)
	}
	c.AccountID = id.Account
	m.roles[id] = c
}

func (m *model) deleteRole(t *rapid.T) {
	for id := range m.roles {
		if removed, err := m.s.DeleteRole(id); !removed || err != nil {
			t.Fatal(removed, err)
		}
		delete(m.roles, id)
		return
	}
	t.Skip("no role")
}

func (m *model) saveAssumed(t *rapid.T) {
	id := AssumeID{RoleARN: "arn:aws:iam::444455556666:role/" + rapid.SampledFrom([]string{"A", "B"}).Draw(t, "role"), ExternalID: rapid.SampledFrom([]string{"", "x"}).Draw(t, "external id")}
	a := Assumed{Credentials: anyKeys(t), ARN: "arn:aws:sts::444455556666:assumed-role/R/me", RoleID: "AROA:me"}
	if err := m.s.SaveAssumed(id, a); err != nil {
		t.Fatal(err)
	}
	a.AccountID = "444455556666"
	m.assumed[id] = a
}

func (m *model) removeSSORoles(t *rapid.T) {
	n, err := m.s.RemoveAllSSORoles()
	if err != nil || n != len(m.roles) {
		t.Fatalf("removed %d of %d, %v", n, len(m.roles), err)
	}
	clear(m.roles)
}

func anyKeys(t *rapid.T) ident.Credentials {
	return ident.Credentials{AccessKeyID: anyText.Draw(t, "id"), SecretAccessKey: anySecret(t, "key"), SessionToken: anySecret(t, "token"), Expiration: anyTime.Draw(t, "expires")}
}

// check compares all that the store holds with the model.
func (m *model) check(t *rapid.T) {
	for id, want := range m.tokens {
		got, err := m.s.Token(id)
		others := map[string]string{}
		for _, o := range got.others {
			others[o.key] = got.others.text(o.key)
		}
		foreign := m.foreign[id]
		if foreign == nil || foreign[damage] != "" { // it healed
			foreign = map[string]string{}
			m.foreign[id] = foreign
		}
		got.others = nil
		if err != nil || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(others, foreign) {
			t.Fatalf("token of %+v: got %#v and %v, want %#v and %v; %v", id, got, others, want, foreign, err)
		}
	}
	for id, want := range m.roles {
		if got, err := m.s.Role(id); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("role %+v: %v", id, err)
		}
	}
	for id, want := range m.assumed {
		if got, err := m.s.Assumed(id); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("assumed %+v: %v", id, err)
		}
	}
	all, err := m.s.AllTokens()
	if err != nil || len(all) != len(m.tokens) {
		t.Fatalf("%d tokens are listed, there are %d: %v", len(all), len(m.tokens), err)
	}
}
