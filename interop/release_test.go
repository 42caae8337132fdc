package interop_test

import (
	"archive/zip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A release for Windows, signed with a certificate of this test's own: the
// signatures hold, the signed program runs, and the zip and the sums tell of it.
func TestTheSignedReleaseForWindows(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("building a release takes its time; run without -short")
	}
	if _, err := exec.LookPath("osslsigncode"); err != nil {
		t.Skip("osslsigncode is not installed: on Debian, apt-get install osslsigncode")
	}
	out, cert := releaseSigned(t)

	unpacked := t.TempDir()
	const archive = "fob-9.8.7-windows-amd64.zip"
	unzip(t, filepath.Join(out, archive), unpacked)
	for _, name := range []string{"fob.exe", "fob-sandbox.exe"} {
		exe := filepath.Join(unpacked, "fob", name)
		if said, err := verify(exe, cert); err != nil {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
		if said, err := verify(exe, ""); err == nil {
			t.Errorf("%s is taken for signed by one whom everybody trusts:\n%s", name, said)
		}
	}
	sums := readOrBlank(filepath.Join(out, "SHA256SUMS"))
	if want := sumLine(t, filepath.Join(out, archive)); sums != want {
		t.Errorf("SHA256SUMS says %q, want %q", sums, want)
	}
	t.Run("runs", func(t *testing.T) {
		w := newWindows(t)
		w.exe = filepath.Join(unpacked, "fob", "fob.exe")
		if got := w.fobExe("version").stdout; !strings.HasPrefix(got, "fob 9.8.7 (") || !strings.Contains(got, "windows/amd64") {
			t.Errorf("the signed program says %q", got)
		}
	})
}

// releaseSigned makes the release, with the password of the key in a file.
func releaseSigned(t *testing.T) (out, cert string) {
	t.Helper()
	dir := t.TempDir()
	out, cert = filepath.Join(dir, "dist"), filepath.Join(dir, "cert.pem")
	key, pass, pfx := filepath.Join(dir, "key.pem"), filepath.Join(dir, "password"), filepath.Join(dir, "both.pfx")
	makeCertificate(t, cert, key)
	if err := os.WriteFile(pass, []byte("a test's password\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sign := []string{"-sign-cert", cert, "-sign-key", key}
	if openssl, err := exec.LookPath("openssl"); err == nil {
		argv := []string{"pkcs12", "-export", "-in", cert, "-inkey", key, "-out", pfx, "-passout", "file:" + pass}
		if said, err := exec.Command(openssl, argv...).CombinedOutput(); err != nil {
			t.Fatalf("make a .pfx: %v\n%s", err, said)
		}
		sign = []string{"-sign-pkcs12", pfx, "-sign-password-file", pass}
	}
	argv := append([]string{"run", "./release", "-out", out, "-version", "v9.8.7", "-only", "windows/amd64"}, sign...)
	c := exec.Command("go", argv...)
	c.Dir = ".."
	if said, err := c.CombinedOutput(); err != nil || !strings.Contains(string(said), "built windows/amd64, signed, without a time stamp") {
		t.Fatalf("go %s: %v\n%s", strings.Join(argv, " "), err, said)
	}
	return out, cert
}

// makeCertificate writes a certificate for signing code, signed by itself, and
// its key.
func makeCertificate(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()),
		Subject:      pkix.Name{CommonName: "fob's test"},
		NotBefore:    now.Add(-time.Hour), NotAfter: now.Add(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
		BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// verify asks osslsigncode whether a program's signature leads to one that is
// trusted: the certificate, or whom this machine trusts.
func verify(exe, cert string) (said []byte, err error) {
	argv := []string{"verify", "-in", exe}
	if cert != "" {
		argv = slices.Insert(argv, 1, "-CAfile", cert)
	}
	return exec.Command("osslsigncode", argv...).CombinedOutput()
}

func sumLine(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x  %s\n", sha256.Sum256(b), filepath.Base(file))
}

func unzip(t *testing.T, file, to string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(to, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, f.Mode()); err != nil {
			t.Fatal(err)
		}
	}
}
