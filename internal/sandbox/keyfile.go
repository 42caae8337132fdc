package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// keySize is the length of the sandbox's own key, in bytes.
const keySize = 32

// loadKey reads the key that all sealed things depend on, and makes it when
// there is none. Two sandboxes that begin at once end up with the same one.
func loadKey(path string) ([]byte, error) {
	if path == "" {
		return randomBytes(keySize), nil
	}
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := makeKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return readKey(path)
}

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	// Windows keeps no such bits: there the folder's owner is who may read.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("key file %s can be read by others: chmod 600 it, or remove it and start again", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != keySize {
		return nil, fmt.Errorf("key file %s does not hold %d bytes in hexadecimal: remove it and start again", path, keySize)
	}
	return key, nil
}

// makeKey writes a new key beside path and links it there, so that path never
// holds half a key and never replaces one. Its error is fs.ErrExist when
// another sandbox was first.
func makeKey(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder of key file: %w", err)
	}
	tmp, err := os.CreateTemp(dir, ".key-*") // CreateTemp's files are 0600
	if err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // what is linked stays
	_, err = tmp.WriteString(hex.EncodeToString(randomBytes(keySize)) + "\n")
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write key file: %w", err)
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	return nil
}

// subkey derives a key for one purpose, so that no service can forge
// what belongs to another.
func subkey(key []byte, purpose string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(purpose))
	return m.Sum(nil)
}
