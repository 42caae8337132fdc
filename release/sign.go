package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
)

// signer puts Authenticode signatures on Windows programs, by osslsigncode. The
// zero signer signs nothing. A password is read by osslsigncode from its file:
// it never stands on a command line, which every process may read.
type signer struct {
	pkcs12, cert, key string // a .pfx with both, or the two apart in PEM
	password          string // a file; empty where there is none
	timestamp         string // URL of an RFC 3161 service
}

func (s *signer) addFlags(f *flag.FlagSet) {
	f.StringVar(&s.pkcs12, "sign-pkcs12", "", "sign with the certificate and key in this PKCS #12 `file` (.pfx, .p12)")
	f.StringVar(&s.cert, "sign-cert", "", "sign with the certificates in this PEM `file`, the signer's first")
	f.StringVar(&s.key, "sign-key", "", "and the private key in this PEM `file`")
	f.StringVar(&s.password, "sign-password-file", "", "`file` with the password of the key")
	f.StringVar(&s.timestamp, "sign-timestamp", "", "`URL` of a time-stamp service; without one a signature ends with its certificate")
}

func (s *signer) asked() bool { return s.pkcs12 != "" || s.cert != "" || s.key != "" }

// check refuses what makes no sense together, before anything is built.
func (s *signer) check() error {
	switch {
	case s.pkcs12 != "" && (s.cert != "" || s.key != ""):
		return errors.New("-sign-pkcs12 holds certificate and key: leave -sign-cert and -sign-key out")
	case (s.cert == "") != (s.key == ""):
		return errors.New("-sign-cert and -sign-key belong together")
	case !s.asked() && (s.password != "" || s.timestamp != ""):
		return errors.New("there is nothing to sign with: add -sign-pkcs12, or -sign-cert and -sign-key")
	case !s.asked():
		return nil
	}
	for _, file := range []string{s.pkcs12, s.cert, s.key, s.password} {
		if file == "" {
			continue
		}
		if _, err := os.Stat(file); err != nil {
			return err
		}
	}
	if _, err := exec.LookPath("osslsigncode"); err != nil {
		return errors.New("signing needs osslsigncode: on Debian, apt-get install osslsigncode")
	}
	return nil
}

// sign signs each file in its place, and says what it did.
func (s *signer) sign(files []string) (how string, err error) {
	if !s.asked() {
		return ", not signed (-sign-pkcs12 or -sign-cert would)", nil
	}
	for _, file := range files {
		signed := file + ".signed"
		c := exec.Command("osslsigncode", s.argv(file, signed)...)
		if out, err := c.CombinedOutput(); err != nil {
			return "", fmt.Errorf("sign %s: %w\n%s", file, err, out)
		}
		if err := os.Rename(signed, file); err != nil {
			return "", err
		}
	}
	if s.timestamp == "" {
		return ", signed, without a time stamp", nil
	}
	return ", signed and time-stamped", nil
}

func (s *signer) argv(in, out string) []string {
	argv := []string{"sign", "-h", "sha256", "-n", "fob", "-i", home}
	if s.pkcs12 != "" {
		argv = append(argv, "-pkcs12", s.pkcs12)
	} else {
		argv = append(argv, "-certs", s.cert, "-key", s.key)
	}
	if s.password != "" {
		argv = append(argv, "-readpass", s.password)
	}
	if s.timestamp != "" {
		argv = append(argv, "-ts", s.timestamp)
	}
	return append(argv, "-in", in, "-out", out)
}
