package scraper

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// newTLSSite serves https with the given limits and its own certificate.
func newTLSSite(t *testing.T, c *tls.Config) *site {
	t.Helper()
	s := &site{clock: newFakeClock()}
	s.Server = httptest.NewUnstartedServer(s.handler(ok))
	s.TLS = c
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestLegacyTLS(t *testing.T) {
	for name, c := range map[string]*tls.Config{
		"TLS 1.0":          {MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
		"TLS 1.1":          {MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
		"RSA key exchange": {MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA}},
		"triple DES":       {MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10, CipherSuites: []uint16{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTLSSite(t, c)
			if _, err := start(t, s.scraper(t, Options{Insecure: true, LegacyTLS: true}), s.URL); err != nil {
				t.Errorf("with LegacyTLS: %v", err)
			}
			waited := s.clock.waited()
			_, err := start(t, s.scraper(t, Options{Insecure: true}), s.URL)
			if err == nil || !strings.Contains(Hint(err), "--legacy-tls") {
				t.Errorf("without: %v, hint %q", err, Hint(err))
			}
			if s.clock.waited() != waited {
				t.Error("a handshake that was refused was tried again")
			}
		})
	}
}

func TestSHA1Signatures(t *testing.T) {
	t.Setenv("GODEBUG", "") // which LegacyTLS sets for the process
	c := &tls.Config{MaxVersion: tls.VersionTLS12}
	s := newTLSSite(t, c)
	c = s.TLS
	c.Certificates[0].SupportedSignatureAlgorithms = []tls.SignatureScheme{tls.PKCS1WithSHA1}
	_, err := start(t, s.scraper(t, Options{Insecure: true}), s.URL)
	if err == nil || !strings.Contains(Hint(err), "--legacy-tls") {
		t.Errorf("without LegacyTLS: %v, hint %q", err, Hint(err))
	}
	if _, err := start(t, s.scraper(t, Options{Insecure: true, LegacyTLS: true}), s.URL); err != nil {
		t.Errorf("with LegacyTLS: %v", err)
	}
}

// A certificate that an authority signed with SHA-1 cannot be verified, whoever the
// authority is: the hint names the flag that accepts it.
func TestSHA1Certificate(t *testing.T) {
	certificate, authority := sha1Certificate(t)
	s := newTLSSite(t, &tls.Config{Certificates: []tls.Certificate{certificate}})
	for _, legacy := range []bool{false, true} {
		sc := s.scraper(t, Options{LegacyTLS: legacy})
		sc.transport.base.TLSClientConfig.RootCAs = authority
		_, err := start(t, sc, s.URL)
		if err == nil || !strings.Contains(Hint(err), "--insecure") {
			t.Errorf("LegacyTLS %v: %v, hint %q", legacy, err, Hint(err))
		}
	}
	if _, err := start(t, s.scraper(t, Options{LegacyTLS: true, Insecure: true}), s.URL); err != nil {
		t.Errorf("with Insecure: %v", err)
	}
}

// sha1Certificate returns the certificate of a server, signed with SHA-1 as was usual
// until 2016, and a pool that trusts its authority.
func sha1Certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Old Authority"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, SignatureAlgorithm: x509.SHA1WithRSA,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "127.0.0.1"}, NotBefore: root.NotBefore, NotAfter: root.NotAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, SignatureAlgorithm: x509.SHA1WithRSA,
	}
	chain, pool := tls.Certificate{PrivateKey: key}, x509.NewCertPool()
	for _, c := range []*x509.Certificate{leaf, root} {
		der, err := x509.CreateCertificate(rand.Reader, c, root, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		chain.Certificate = append(chain.Certificate, der)
	}
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: chain.Certificate[1]}))
	return chain, pool
}

func TestCertificate(t *testing.T) {
	s := newTLSSite(t, nil)
	_, err := start(t, s.scraper(t, Options{}), s.URL)
	if err == nil || !strings.Contains(Hint(err), "--insecure") || s.clock.waited() != 0 {
		t.Errorf("unknown authority: %v, hint %q, waited %v", err, Hint(err), s.clock.waited())
	}
	if _, err := start(t, s.scraper(t, Options{Insecure: true}), s.URL); err != nil {
		t.Errorf("with Insecure: %v", err)
	}
	if s.last().ProtoMajor != 1 && s.last().ProtoMajor != 2 {
		t.Errorf("protocol %s", s.last().Proto)
	}
}

func TestHTTP2(t *testing.T) {
	s := &site{clock: newFakeClock()}
	s.Server = httptest.NewUnstartedServer(s.handler(once(status(503))))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	sc := s.scraper(t, Options{Insecure: true})
	mustGet(t, sc, s.URL)
	if s.last().ProtoMajor != 2 || sc.Stats().Requests != 3 {
		t.Errorf("%s, %+v, want three requests by HTTP/2", s.last().Proto, sc.Stats())
	}
}

func TestNoTLSThere(t *testing.T) {
	s := newSite(t, ok)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	_, err := start(t, s.scraper(t, Options{}), strings.Replace(s.URL, "http", "https", 1))
	if err == nil || !strings.Contains(Hint(err), "http://") {
		t.Errorf("error = %v, hint %q", err, Hint(err))
	}
}

// A server that hangs up during the handshake may recover: the request is retried.
func TestHandshakeBrokenOff(t *testing.T) {
	s := newSite(t, func(_ int, _ http.ResponseWriter, _ *http.Request) {})
	s.Listener.Close()
	listener, accepted := hangUp(t)
	sc := s.scraper(t, Options{})
	_, err := start(t, sc, "https://"+listener)
	if err == nil || !strings.Contains(Hint(err), "--legacy-tls") || accepted() != 4 {
		t.Errorf("error = %v, hint %q, after %d handshakes", err, Hint(err), accepted())
	}
}
