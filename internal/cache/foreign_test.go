package cache

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/fobcli/fob/internal/ident"
)

// The AWS CLI empties a file and then fills it, and nobody's lock holds it up.
// A reader beside it gets a whole token or none, never a part of one; and what
// fob writes at the same time is whole as well.
func TestBesideAWriterInPlaceATokenIsWholeOrAbsent(t *testing.T) {
	s := newStore(t)
	if err := s.SaveToken(corp, tokenWith("fob-0")); err != nil {
		t.Fatal(err)
	}
	path, done := s.TokenPath(corp), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		defer close(done)
		for i := range 300 {
			writeInPlace(t, path, ident.Secret(fmt.Sprintf("cli-%d", i)))
		}
	})
	all.Go(func() {
		for i := range 50 {
			if err := s.SaveToken(corp, tokenWith(ident.Secret(fmt.Sprintf("fob-%d", i)))); err != nil {
				t.Error(err)
			}
		}
	})
	for range 2 {
		all.Go(func() {
			for {
				got, err := s.Token(corp)
				if err != nil && !errors.Is(err, ErrAbsent) {
					t.Error(err)
				}
				if err == nil && got.AccessToken != "access-"+got.RefreshToken {
					t.Errorf("half of one token and half of another: %s, %s", got.AccessToken.Reveal(), got.RefreshToken.Reveal())
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	all.Wait()
}

// writeInPlace writes a token as the AWS CLI does: no lock, no second file.
func writeInPlace(t *testing.T, path string, refresh ident.Secret) {
	tok := tokenWith(refresh)
	data, err := json.Marshal(map[string]string{
		"accessToken": tok.AccessToken.Reveal(), "refreshToken": tok.RefreshToken.Reveal(), "expiresAt": "2026-11-23T12:00:00Z",
		"theirs": strings.Repeat("x", 2000),
	})
	if err != nil {
		t.Error(err)
		return
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		// Windows lets nobody open a file in the moment in which it is replaced:
		// the AWS CLI fails then, too, and has written nothing.
		if runtime.GOOS != "windows" {
			t.Error(err)
		}
		return
	}
	_, _ = f.Write(data[:len(data)/2])
	_, _ = f.Write(data[len(data)/2:])
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
