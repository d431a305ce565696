package media

import (
	"reflect"
	"strings"
	"testing"

	"github.com/blogferry/blogferry/blog"
)

const at = "http://old.example/"

// named returns a line per address in the markup: "-" before links, better addresses
// after it.
func named(markup string, images ...string) string {
	p := &blog.MediaPost{URL: at + "post", BodyHTML: markup}
	for _, image := range images {
		p.Images = append(p.Images, blog.Image{URL: image})
	}
	var lines []string
	for _, n := range read(p, newSite(at+"blog.aspx", p.URL, []string{"files.allowed.example"})) {
		line := strings.TrimPrefix(n.URL, at)
		if n.Link {
			line = "-" + line
		}
		for _, b := range n.Larger {
			line += " < " + strings.TrimPrefix(b, at)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Pages read from disk may have no address.
func TestReadWithoutAddress(t *testing.T) {
	p := &blog.MediaPost{BodyHTML: `<img src="Kiln_files/ash-300x200.png#x"> <img src="data:image/gif;base64,R0"> <a href="rules.pdf">x</a> <a href="post.html">x</a> <a href="mailto:a@b.example">x</a>`}
	want := []blog.MediaRef{{URL: "Kiln_files/ash-300x200.png", Larger: []string{"Kiln_files/ash.png"}}, {URL: "rules.pdf", Link: true}}
	if got := read(p, newSite("", "", nil)); !reflect.DeepEqual(got, want) {
		t.Errorf("read = %+v, want %+v", got, want)
	}
	if got := read(p, newSite(at, "", nil)); len(got) > 0 {
		t.Errorf("read of a blog whose address is known = %+v", got)
	}
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, markup, want string }{
		{"a picture", `<p><img src="http://old.example/a.png" alt="x"></p>`, "a.png"},
		{"each once", `<img src="http://old.example/a.png"><img src="http://old.example/a.png#x">`, "a.png"},
		{"a copy knows its original", `<img src="http://old.example/a.aspx?width=320&amp;ext=.png">`, "a.aspx?width=320&ext=.png < a.aspx?ext=.png"},
		{"a srcset", `<img src="http://old.example/a-300x200.png" srcset="http://old.example/a-300x200.png 300w, http://old.example/a-900x600.png 900w">`,
			"a-900x600.png < a.png\na-300x200.png < a.png < a-900x600.png"},
		{"the source of a picture", `<picture><source srcset="http://old.example/a.webp 2x, http://old.example/a1.webp"><img src="http://old.example/a.png"></picture>`,
			"a.webp\na1.webp < a.webp\na.png"},
		{"what a theme notes", `<img src="http://old.example/s.png" data-orig-file="http://old.example/o.png" data-src="http://old.example/l.png">`,
			"s.png < o.png\nl.png < o.png"},
		{"a link to the larger one", `<a href="http://old.example/lock.png"><img src="http://old.example/lock-small.png"></a>`, "-lock.png\nlock-small.png < lock.png"},
		{"a link to another", `<a href="http://old.example/key.png"><img src="http://old.example/lock.png"></a>`, "-key.png\nlock.png"},
		{"a link to one that begins alike", `<a href="http://old.example/lock.png"><img src="http://old.example/lock-2.png"></a>`, "-lock.png\nlock-2.png"},
		{"a link that has ended", `<a href="http://old.example/lock.png">x</a><img src="http://old.example/lock-small.png">`, "-lock.png\nlock-small.png"},
		{"files", `<a href="http://old.example/a.pdf#page=2">x</a> <a href="http://old.example/b.doc.aspx">x</a> <a href="http://cdn.old.example/c.zip">x</a>`,
			"-a.pdf\n-b.doc.aspx\n-http://cdn.old.example/c.zip"},
		{"files of others", `<a href="http://other.example/a.pdf">x</a> <a href="http://files.allowed.example/b.pdf">x</a>`, "-http://files.allowed.example/b.pdf"},
		{"pages", `<a href="http://old.example/other-post">x</a> <a href="http://old.example/a.aspx">x</a> <a href="http://old.example/">x</a>`, ""},
		{"what a CMS serves", `<a href="http://old.example/getmedia/1b2c/plan">x</a> <a href="http://old.example/GetFile/1b2c/plan.aspx">x</a>`,
			"-getmedia/1b2c/plan\n-GetFile/1b2c/plan.aspx"},
		{"what may be a file", `<a href="http://old.example/Downloads.aspx?id=3">x</a> <a href="http://old.example/about/media/kit">x</a> <a href="http://old.example/blog/media/day">x</a>`,
			"-Downloads.aspx?id=3\n-about/media/kit"},
		{"sound and film", `<video src="http://old.example/a.mp4" poster="http://old.example/a.jpg"><source src="http://old.example/a.webm"></video><audio src="http://old.example/a.mp3">`,
			"a.jpg\na.mp4\na.webm\na.mp3"},
		{"players of others", `<embed src="http://video.example/v/1234"><iframe src="http://old.example/page"></iframe><embed src="http://old.example/a.swf">`, "-a.swf"},
		{"backgrounds", `<table background="http://old.example/t.gif"><tr><td style="color: red; background: url('http://old.example/u.gif')">x</td></tr></table>`, "t.gif\nu.gif"},
		{"a counter of visitors", `<img src="http://old.example/count" width="1" height="1">`, ""},
		{"no address", `<img src="data:image/gif;base64,R0lG"><img src=""><img><img src="cid:1"><img src="/a.png"><img src="http://[::1">`, ""},
		{"as it is written", `<img src=" http://old.example/my photo (1).png ">`, "my photo (1).png"},
	} {
		if got := named(test.markup); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
	if got := named("", at+"a.png"); got != "a.png" {
		t.Errorf("an image of the record: %q", got)
	}
}

func TestParseSrcset(t *testing.T) {
	for value, want := range map[string][]candidate{
		"":                            nil,
		" , ,":                        nil,
		"a.png":                       {{"a.png", 1}},
		"a.png, b.png 2x":             {{"a.png", 1}, {"b.png", 2}},
		"a.png 300w,b.png 900.5w":     {{"a.png", 300}, {"b.png", 900.5}},
		"a,b.png 1x, c,":              {{"a,b.png", 1}, {"c", 1}},
		"a.png,b.png":                 {{"a.png,b.png", 1}},
		"a.png (x, y) 3x, b.png 100h": {{"a.png", 3}, {"b.png", 1}},
		"\n a.png\t300w 200h \n,b 2w": {{"a.png", 300}, {"b", 2}},
		"a.png -5w, b.png NaNw":       {{"a.png", 1}, {"b.png", 1}},
		"data:image/png;base64,AA 2x": {{"data:image/png;base64,AA", 2}},
	} {
		if got := parseSrcset(value); !reflect.DeepEqual(got, want) {
			t.Errorf("parseSrcset(%q) = %v, want %v", value, got, want)
		}
	}
}

func FuzzParseSrcset(f *testing.F) {
	for _, seed := range []string{"a.png 1x, b.png 2x", "a,b 300w,c(", ",,,", "a\x00 b\nc"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		all := parseSrcset(value)
		for _, c := range all {
			if c.url == "" || strings.ContainsAny(c.url, space) || strings.HasPrefix(c.url, ",") || strings.HasSuffix(c.url, ",") || !(c.size > 0) {
				t.Errorf("parseSrcset(%q) gives %+v", value, c)
			}
			if !strings.Contains(value, c.url) {
				t.Errorf("%q is not in %q", c.url, value)
			}
		}
		if (largest(all) == "") != (len(all) == 0) {
			t.Errorf("largest of %v is %q", all, largest(all))
		}
	})
}

func TestOriginalOf(t *testing.T) {
	for address, want := range map[string]string{
		"a.png":        "",
		"a.aspx?id=3":  "",
		"a.aspx?w=big": "",
		"getmedia/1/a.aspx?width=900&height=506&ext=.jpeg":       "getmedia/1/a.aspx?ext=.jpeg",
		"getmedia/1/a.aspx?lang=en-IE&MaxSideSize=66":            "getmedia/1/a.aspx?lang=en-IE",
		"getmedia/1/a.aspx?width=320&resizemode=force":           "getmedia/1/a.aspx",
		"a.aspx?resizemode=force":                                "",
		"wp-content/uploads/2014/07/a-300x200.jpg":               "wp-content/uploads/2014/07/a.jpg",
		"a%20b-300x200.jpg":                                      "a%20b.jpg",
		"a-300x200.jpg?w=100&h=80&crop=1":                        "a.jpg",
		"a.jpg?resize=300%2C200&ssl=1":                           "a.jpg?ssl=1",
		"image.jpg?format=500w":                                  "image.jpg",
		"content/images/size/w600/2020/01/a.png":                 "content/images/2020/01/a.png",
		"sites/default/files/styles/medium/public/a.png?itok=zZ": "sites/default/files/a.png?itok=zZ",
		"v1-2x3.png": "",
	} {
		original, _ := originalOf(at + address)
		if got := strings.TrimPrefix(original, at); got != want {
			t.Errorf("originalOf(%s) = %s, want %s", address, got, want)
		}
	}
	for address, want := range map[string]string{
		"http://1.bp.blogspot.com/-x/AAA/s320/a.jpg":    "http://1.bp.blogspot.com/-x/AAA/s0/a.jpg",
		"http://old.example/s320/a.jpg":                 "",
		"http://media.tumblr.com/1f/tumblr_abc_500.jpg": "http://media.tumblr.com/1f/tumblr_abc_1280.jpg",
		"http://[::1": "",
	} {
		if got, _ := originalOf(address); got != want {
			t.Errorf("originalOf(%s) = %s, want %s", address, got, want)
		}
	}
	if _, least := originalOf(at + "a-300x200.jpg"); least != 300 {
		t.Errorf("the original of 300x200 has at least %d", least)
	}
}
