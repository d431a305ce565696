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

// tlsConfig is net/http's own, unless the user asked for less. Naming the cipher
// suites is what brings back RSA key exchange.
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

// allowSHA1 accepts handshakes that are signed with SHA-1. For TLS 1.2 that is a
// setting of the process. Certificates signed so stay refused, without Insecure:
// there is no setting for them any more.
func allowSHA1() {
	const setting = "tlssha1=1"
	if have := os.Getenv("GODEBUG"); !strings.Contains(have, setting) {
		_ = os.Setenv("GODEBUG", strings.TrimPrefix(have+","+setting, ","))
	}
}

// explain marks an error that came from the handshake as such; legacy says that
// old protocols were accepted already.
func (w *wire) explain(err error, legacy bool) error {
	if !w.noTLS.Load() {
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
	certificate bool // ours is the refusal: the certificate is not good
	old         bool // the server may speak only what --legacy-tls accepts
	final       bool // asking again would end the same way
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

// isBroken tells a connection that broke from a server that said no: alerts are
// operations called "remote error" and "local error".
func isBroken(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Op == "read" || op.Op == "write"
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
