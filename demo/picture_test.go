package demo

import (
	"bytes"
	"image"
	"net/http/httptest"
	"strings"
	"testing"
)

func getMedia(t *testing.T, s *Site, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		t.Fatalf("%s: status %d", path, w.Code)
	}
	return w
}

func TestPicturesComeInTheSizeAskedFor(t *testing.T) {
	s := New(Options{})
	size := func(path string) (image.Config, string) {
		c, format, err := image.DecodeConfig(getMedia(t, s, path).Body)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		return c, format
	}
	const picture = "/getattachment/5c1d7a52-3b0e-4f5e-9d6a-0a7c1e1b2a01/frozen-lock.aspx"
	whole, format := size(picture)
	if whole.Width < 960 || whole.Height < 640 || format != "png" {
		t.Errorf("the original is %dx%d %s", whole.Width, whole.Height, format)
	}
	if c, _ := size(picture + "?width=400&height=300"); c.Width > 400 || c.Height > 300 || c.Width < 300 && c.Height < 300 {
		t.Errorf("a copy is %dx%d", c.Width, c.Height)
	}
	if c, _ := size(picture + "?maxsidesize=90"); max(c.Width, c.Height) != 90 {
		t.Errorf("a small one is %dx%d", c.Width, c.Height)
	}
	if _, format := size("/getmedia/7d3e9a10/dredger.aspx?ext=.jpeg"); format != "jpeg" {
		t.Errorf("ext=.jpeg gives %s", format)
	}
}

func TestMediaDiffer(t *testing.T) {
	s := New(Options{})
	a := getMedia(t, s, "/getmedia/1/a").Body.Bytes()
	if b := getMedia(t, s, "/getmedia/2/a").Body.Bytes(); bytes.Equal(a, b) {
		t.Error("two pictures are one")
	}
	w := getMedia(t, s, "/getattachment/Blog/rules.pdf.aspx")
	if !strings.HasPrefix(w.Body.String(), "%PDF-") || w.Header().Get("Content-Disposition") != `inline; filename="rules.pdf"` {
		t.Errorf("a leaflet begins with %.8q, header %v", w.Body.String(), w.Header())
	}
	if s.Log.Count(KindMedia) != 3 {
		t.Errorf("log:\n%s", s.Log.String())
	}
}
