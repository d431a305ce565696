package profiles

import (
	"strings"
	"testing"
)

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"name: x\nlistings: []\n":                                         "profile my.yaml: line 2: key listings",
		"name: x\nlisting:\n  - name: a\n    titel: h2\n":                 "line 4: key titel",
		"name: x\nlisting:\n  - name: a\n    title: 'h2['\n":              "line 4: key listing[0].title",
		"name: x\nmeta:\n  - '{date} (by'\n":                              "line 3: key meta[0]",
		"name: x\nmeta:\n  - 'by {author}'\n":                             "no {date}",
		"about: nothing\n":                                                "key name: missing",
		"name: x\nhints:\n  - select: p\n    line: q\n":                   "exactly one of",
		"name: x\nlisting:\n  - name: a\n":                                "needs item, start, title, body or meta",
		"name: x\ncomments:\n  item: .c\n":                                "line 3: key item",
		"name: x\nlisting: " + strings.Repeat("[", 50_000):                "more than 1000 open brackets",
		"name: " + strings.Repeat("x", 100_000):                           "100006 bytes, more than 65536",
		"name: [x\n":                                                      "profile my.yaml: ",
		"name: x\ncomments:\n  item: [.c]\n  bogus: d\n":                  "bogus",
		"name: x\nlisting:\n  - name: a\n    title: h2\n    when: '(('\n": "line 5: key listing[0].when",
	} {
		_, err := Load([]byte(text), "my.yaml")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%.200q) = %v, want an error with %q", text, err, want)
		}
	}
}

// TestBuiltin compiles all of every profile, which the program puts off
// until a page needs it.
func TestBuiltin(t *testing.T) {
	words, err := Words()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, builtin := range all {
		name := builtin.Name
		data, err := Source(name)
		if err != nil {
			t.Errorf("profile %s stands in no file of its name: %v", name, err)
			continue
		}
		p, err := load(data, name+".yaml", words)
		if err != nil {
			t.Error(err)
			continue
		}
		groups := map[string]bool{}
		for _, h := range p.Hints {
			groups[h.Group] = true
		}
		if len(groups) < 2*enough || p.About == "" || len(p.Listing) == 0 {
			t.Errorf("profile %s: %d groups of hints, %d shapes of listings, about %q", name, len(groups), len(p.Listing), p.About)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("name: harbour\nhints:\n  - select: div.logbook\nmeta:\n  - '^written on {date} \\({author}\\)$'\nlisting:\n  - item: div.log\n    tags: .labels a\n"))
	f.Add([]byte("name: x\nlisting:\n  - title: 'a:has('\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		profile, err := Load(data, "fuzz.yaml")
		if (profile == nil) == (err == nil) {
			t.Errorf("profile %v, error %v", profile, err)
		}
	})
}
