package archive

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAgain(t *testing.T) {
	dir := tree(t, map[string]string{"a.html": anyPage, "in/b.html.gz": gz(anyPage), "c.mhtml": mhtml("base64", anyPage)})
	spool := new(Spool)
	defer spool.Close()
	options := Options{Stdin: strings.NewReader(anyPage), Spool: spool}
	var again []func() ([]byte, error)
	for p, err := range Read(t.Context(), []string{dir, Stdin}, options) {
		if err != nil {
			t.Fatal(err)
		}
		body := bytes.Clone(p.Body)
		again = append(again, p.Again())
		for range 2 {
			if got, err := again[len(again)-1](); err != nil || !bytes.Equal(got, body) || p.Body != nil {
				t.Errorf("%s read again = %q, %v, want %q, and nothing kept", p.File, got, err, body)
			}
		}
	}
	if len(again) != 4 {
		t.Fatalf("%d pages, want 4", len(again))
	}
	if err := os.Remove(filepath.Join(dir, "a.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := again[0](); err == nil {
		t.Error("a file that is gone can be read again")
	}
}
