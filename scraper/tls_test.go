package scraper

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// newTLSSite serves https with the given limits and a certificate of its own.
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

// A server that hangs up during the handshake may only have a bad moment.
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
