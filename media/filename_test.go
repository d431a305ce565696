package media

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

const someDigest = "3f9a2c1b00112233445566778899aabbccddeeff00112233445566778899aabb"

func TestFileNames(t *testing.T) {
	for _, test := range []struct{ address, disposition, want string }{
		{"/getattachment/5c1d7a52-3b0e-4f5e-9d6a-0a7c1e1b2a01/frozen-lock.aspx?width=400", "", "frozen-lock.png"},
		{"/getmedia/5c1d7a52-3b0e-4f5e-9d6a-0a7c1e1b2a01/main-logo", "", "main-logo.png"},
		{"/a/photo.png.aspx", "", "photo.png"},
		{"/a/Photo%20of%20M%C3%BCller.JPG", "", "photo-of-müller.png"},
		{"/a/x.aspx", `inline; filename="The Lock.png"`, "the-lock.png"},
		{"/a/x.aspx", `attachment; filename*=UTF-8''l%C3%B6ck.png`, "löck.png"},
		{"/a/x.aspx", `attachment; filename="C:\Users\me\lock.png"`, "lock.png"},
		{"/a/x.aspx", `attachment; filename="../../etc/passwd"`, "passwd.png"},
		{"/a/x.aspx", `attachment; filename="???"`, "x.png"},
		{"/image.ashx?id=4", "", "image.png"},
		{"/5c1d7a52-3b0e-4f5e-9d6a-0a7c1e1b2a01", "", "file.png"},
		{"/", "", "file.png"},
		{"", "", "file.png"},
		{"/CON.png", "", "file-con.png"},
		{"/com1.aspx", "", "file-com1.png"},
		{"/COM%C2%B9.png", "", "file-com1.png"},
		{"/aux.h.png", "", "aux-h.png"},
		{"/photo.php.jpg", "", "photo.png"},
		{"/photo.phtml.jpg", "", "photo-phtml.png"},
		{"/.htaccess", "", "htaccess.png"},
		{"/a/..", "", "a.png"},
		{"/Stra%C3%9Fe_1.png", "", "strasse-1.png"},
		{"/%E2%80%AEgnp.exe", "", "gnp.png"},
		{"/" + strings.Repeat("a", 300) + ".png", "", strings.Repeat("a", 60) + ".png"},
		{"/%D0%B2%D0%B8%D0%B4.png", "", "вид.png"},
		{"/%ff%fe.png", "", "file.png"},
	} {
		u, err := url.Parse("http://old.example" + test.address)
		if err != nil {
			t.Fatal(err)
		}
		names := fileNames(u, test.disposition, ".png", someDigest)
		if names[0] != test.want {
			t.Errorf("%s %s: %q, want %q", test.address, test.disposition, names[0], test.want)
		}
		if last := names[len(names)-1]; !strings.Contains(last, someDigest) {
			t.Errorf("%s: the last name, %q, may be taken", test.address, last)
		}
	}
}

func FuzzFileNames(f *testing.F) {
	f.Add("http://old.example/a/b.png", "", ".png")
	f.Add("http://old.example/%2e%2e/nul", `inline; filename="a/b\c:d"`, ".pdf")
	f.Add("http://old.example/\u0130\u212a\ufb01", "attachment; filename*=utf-8''%00", "")
	f.Add("a\xf6\u0341", "", "")
	f.Fuzz(func(t *testing.T, address, disposition, ext string) {
		u, err := url.Parse(address)
		if err != nil {
			return
		}
		for _, name := range fileNames(u, disposition, ".png", someDigest) {
			stem := strings.TrimSuffix(name, ".png")
			switch {
			case stem == "", len(name) > 200, !utf8.ValidString(name),
				strings.ContainsAny(stem, `/\:*?"<>|. `+"\x00"), strings.HasPrefix(name, "-"),
				safeStem(stem) != stem && len(stem) <= maxStem,
				reserved.MatchString(stem):
				t.Errorf("fileNames(%q, %q) gives %q", address, disposition, name)
			}
		}
	})
}
