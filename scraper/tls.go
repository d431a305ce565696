package scraper

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
)

// tlsConfig returns the default configuration unless options relax it. Listing the cipher
// suites re-enables RSA key exchange.
func tlsConfig(o Options) *tls.Config {
	c := &tls.Config{InsecureSkipVerify: o.Insecure}
	if o.LegacyTLS {
		allowSHA1()
		c.MinVersion = tls.VersionTLS10
		for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
			c.CipherSuites = append(c.CipherSuites, suite.ID)
		}
	}
	return c
}

// allowSHA1 accepts SHA-1 handshake signatures in TLS 1.2, which is a setting of the
// whole process. Certificates with SHA-1 signatures still need Insecure.
func allowSHA1() {
	const setting = "tlssha1=1"
	if have := os.Getenv("GODEBUG"); !strings.Contains(have, setting) {
		_ = os.Setenv("GODEBUG", strings.TrimPrefix(have+","+setting, ","))
	}
}

// wrap returns a handshakeError if the TLS handshake failed, else err. legacy means that
// old protocols were accepted already.
func (w *attemptTrace) wrap(err error, legacy bool) error {
	if !w.tlsFailed.Load() {
		return err
	}
	certificate := isCertificate(err)
	return &handshakeError{
		err: err, certificate: certificate,
		old: !certificate && !legacy, final: !isBroken(err),
	}
}

// handshakeError is a TLS handshake that went wrong.
type handshakeError struct {
	err         error
	certificate bool // we rejected the certificate
	old         bool // the server may need --legacy-tls
	final       bool // a retry would not help
}

func (e *handshakeError) Error() string { return "TLS handshake: " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }

func isCertificate(err error) bool {
	var verification *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verification) || errors.As(err, &unknown) ||
		errors.As(err, &hostname) || errors.As(err, &invalid)
}

// isBroken reports whether the connection broke, as opposed to a TLS alert, whose
// operation is "remote error" or "local error".
func isBroken(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Op == "read" || op.Op == "write"
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
