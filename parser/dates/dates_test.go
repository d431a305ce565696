package dates

import (
	"strings"
	"testing"
	"time"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser/words"
)

// Dates as they stand in running text. Order and culture are empty unless the
// first letters of why say so: "dmy:", "mdy:", or a culture.
func TestFindDate(t *testing.T) {
	tests := []struct{ in, how, wall, raw string }{
		{"Posted: 7/21/2014 6:00:00 AM by Ann", "", "2014-07-21T06:00:00", "7/21/2014 6:00:00 AM"},
		{"Posted: 7/21/2014 6:00:00\u202fAM by Ann", "", "2014-07-21T06:00:00", "7/21/2014 6:00:00\u202fAM"},
		{"7/21/2014\u00a06:00:22\u00a0PM", "", "2014-07-21T18:00:22", ""},
		{"12/31/2014 12:00:00 AM", "", "2014-12-31T00:00:00", ""},
		{"12/31/2014 12:30 PM", "", "2014-12-31T12:30:00", ""},
		{"12/31/2014 13:30 PM", "", "2014-12-31T13:30:00", ""},
		{"21/07/2014 06:00:00", "", "2014-07-21T06:00:00", ""},
		{"on 03/04/2014 06:00", "dmy", "2014-04-03T06:00:00", "03/04/2014 06:00"},
		{"on 03/04/2014 06:00", "mdy", "2014-03-04T06:00:00", "03/04/2014 06:00"},
		{"03/04/2014", "en-GB", "2014-04-03T00:00:00", ""},
		{"03/04/2014", "en-US", "2014-03-04T00:00:00", ""},
		{"03/04/2014 6:00:00 AM", "en-AU", "2014-04-03T06:00:00", ""},
		{"13/04/2014", "mdy", "2014-04-13T00:00:00", ""},
		{"04/13/2014", "dmy", "2014-04-13T00:00:00", ""},
		{"21.07.2014 06:00:00", "", "2014-07-21T06:00:00", ""},
		{"21.7.2014 6.00.00", "fi-FI", "2014-07-21T06:00:00", "21.7.2014 6.00.00"},
		{"21. 7. 2014 6:00:00", "sk-SK", "2014-07-21T06:00:00", "21. 7. 2014 6:00:00"},
		{"21-7-2014 06:00:00", "nl-NL", "2014-07-21T06:00:00", ""},
		{"21-07-2014 06.00.00", "da-DK", "2014-07-21T06:00:00", ""},
		{"2014-07-21 06:00:00", "sv-SE", "2014-07-21T06:00:00", ""},
		{"2014.07.21. 6:00:00", "hu-HU", "2014-07-21T06:00:00", "2014.07.21. 6:00:00"},
		{"2014/7/21 6:00:00", "zh-CN", "2014-07-21T06:00:00", ""},
		{"21/07/2014 6:00:00 CH", "vi-VN", "2014-07-21T18:00:00", "21/07/2014 6:00:00 CH"},
		{"21/07/2014 6:00:00 SA", "vi-VN", "2014-07-21T06:00:00", "21/07/2014 6:00:00 SA"},
		{"2014-07-21 오후 6:00:00", "ko-KR", "2014-07-21T18:00:00", ""},
		{"2014-07-21 오전 12:00:00", "ko-KR", "2014-07-21T00:00:00", ""},
		{"2014年7月21日 6:00", "", "2014-07-21T06:00:00", ""},
		{"2014年7月21日(月) 午後6時05分", "", "2014-07-21T18:05:00", "2014年7月21日(月) 午後6時05分"},
		{"2014年7月21日 星期一 下午 6:05", "", "2014-07-21T18:05:00", ""},
		{"2014년 7월 21일 월요일 오후 6:05", "", "2014-07-21T18:05:00", ""},
		{"一 21 七月 2014", "", "2014-07-21T00:00:00", "21 七月 2014"},
		{"十二月 21, 2014", "", "2014-12-21T00:00:00", ""},
		{"投稿日 2014年7月21日", "", "2014-07-21T00:00:00", "2014年7月21日"},
		{"2014-07-21T06:00:00Z", "", "2014-07-21T06:00:00", ""},
		{"2014-07-21T06:00:00.123+02:00", "", "2014-07-21T06:00:00", "2014-07-21T06:00:00.123+02:00"},
		{"2014-07-21T06:00:00-0400", "", "2014-07-21T06:00:00", ""},
		{"20140721T060000Z", "", "2014-07-21T06:00:00", ""},
		{"July 21, 2014", "", "2014-07-21T00:00:00", ""},
		{"Posted on Monday, July 21, 2014 at 6:00 am in News", "", "2014-07-21T06:00:00", "Monday, July 21, 2014 at 6:00 am"},
		{"July 21st, 2014", "", "2014-07-21T00:00:00", ""},
		{"Jul 21st, '14", "", "2014-07-21T00:00:00", ""},
		{"Mon Jul 21 06:00:22 UTC 2014", "", "2014-07-21T06:00:22", ""},
		{"Mon, 21 Jul 2014 06:00:22 +0200", "", "2014-07-21T06:00:22", "Mon, 21 Jul 2014 06:00:22 +0200"},
		{"21 July 2014 (06:00)", "", "2014-07-21T06:00:00", "21 July 2014 (06:00)"},
		{"21st of July 2014, 6pm", "", "2014-07-21T18:00:00", ""},
		{"21-Jul-14", "", "2014-07-21T00:00:00", ""},
		{"Mon, 07/21/2014 - 06:00", "", "2014-07-21T06:00:00", ""},
		{"06:00 AM, July 21, 2014", "", "2014-07-21T06:00:00", "06:00 AM, July 21, 2014"},
		{"at 6:30 p.m. on July 21, 2014", "", "2014-07-21T18:30:00", "6:30 p.m. on July 21, 2014"},
		{"Σάββατο, 25 Απριλίου 2009 8:05 μ.μ.", "", "2009-04-25T20:05:00", "Σάββατο, 25 Απριλίου 2009 8:05 μ.μ."},
		{"كتبها في 5 مارس 2010", "", "2010-03-05T00:00:00", "5 مارس 2010"},
		{"vineri, 4 iunie 2010", "", "2010-06-04T00:00:00", "vineri, 4 iunie 2010"},
		{"Montag, 21. Juli 2014 um 18:05 Uhr", "", "2014-07-21T18:05:00", "Montag, 21. Juli 2014 um 18:05 Uhr"},
		{"Geschrieben am 3. März 2014 von", "", "2014-03-03T00:00:00", "3. März 2014"},
		{"le lundi 21 juillet 2014 à 18h05", "", "2014-07-21T18:05:00", "lundi 21 juillet 2014 à 18h05"},
		{"1er février 2014", "", "2014-02-01T00:00:00", ""},
		{"lunes, 21 de julio de 2014, 6:05 p. m.", "", "2014-07-21T18:05:00", ""},
		{"lunedì 21 luglio 2014 alle 18.05", "", "2014-07-21T18:05:00", ""},
		{"segunda-feira, 21 de julho de 2014 às 18h05", "", "2014-07-21T18:05:00", ""},
		{"maandag 21 juli 2014 om 18:05 uur", "", "2014-07-21T18:05:00", ""},
		{"21 lipca 2014, godz. 18:05", "", "2014-07-21T18:05:00", ""},
		{"21. července 2014 v 18:05", "", "2014-07-21T18:05:00", ""},
		{"21. júla 2014", "", "2014-07-21T00:00:00", ""},
		{"måndag den 21 juli 2014 kl. 18.05", "", "2014-07-21T18:05:00", "21 juli 2014 kl. 18.05"},
		{"mandag 21. juli 2014 kl. 18:05", "", "2014-07-21T18:05:00", ""},
		{"maanantai 21. heinäkuuta 2014 klo 18.05", "", "2014-07-21T18:05:00", ""},
		{"2014. július 21., hétfő 18:05", "", "2014-07-21T18:05:00", ""},
		{"2014. VII. 21.", "", "2014-07-21T00:00:00", ""},
		{"понедельник, 21 июля 2014 г., 18:05", "", "2014-07-21T18:05:00", ""},
		{"21 июля 2014 года в 18:05", "", "2014-07-21T18:05:00", ""},
		{"21 Temmuz 2014 Pazartesi 18:05", "", "2014-07-21T18:05:00", ""},
		{"ngày 21 tháng 7 năm 2014", "", "2014-07-21T00:00:00", ""},
		{"21 fevr. 2014", "", "2014-02-21T00:00:00", ""},
		{"29.02.2012", "", "2012-02-29T00:00:00", ""},
		{"7/4/14", "", "2014-07-04T00:00:00", ""},
		{"7/4/99", "", "1999-07-04T00:00:00", ""},
		{"04.07.14 18:05", "de-DE", "2014-07-04T18:05:00", ""},
		{"from 31/02/2014 to 01/03/2014", "dmy", "2014-03-01T00:00:00", "01/03/2014"},
		{"01.02.2014-05.02.2014", "dmy", "2014-02-01T00:00:00", "01.02.2014"},
		{"Version 3.2.1, released 5/6/2014.", "mdy", "2014-05-06T00:00:00", "5/6/2014"},
		{"7/21/2014, 10.50 dollars", "", "2014-07-21T00:00:00", "7/21/2014"},
		{"7/21/2014 with 12 comments", "", "2014-07-21T00:00:00", "7/21/2014"},
		{"7/21/2014 | 12 comments", "", "2014-07-21T00:00:00", "7/21/2014"},
		{"2014-07-21 24:10", "", "2014-07-21T00:00:00", "2014-07-21"},
		{"\u200e7\u200e/\u200e21\u200e/\u200e2014", "", "2014-07-21T00:00:00", ""},
	}
	for _, tt := range tests {
		m, ok := readerFor(tt.how).Find(tt.in)
		if !ok || string(m.Wall) != tt.wall {
			t.Errorf("find(%q) [%s] = %v %q %q, want %s", tt.in, tt.how, ok, m.Wall, m.Raw, tt.wall)
			continue
		}
		if tt.raw != "" && m.Raw != tt.raw {
			t.Errorf("find(%q) raw = %q, want %q", tt.in, m.Raw, tt.raw)
		}
		if m.Raw != tt.in[m.Start:m.End] {
			t.Errorf("find(%q): raw %q is not s[%d:%d]", tt.in, m.Raw, m.Start, m.End)
		}
	}
}

func readerFor(how string) Reader {
	switch how {
	case "mdy", "dmy", "ymd":
		return Reader{Order: blog.DateOrder(how)}
	}
	return Reader{Culture: how}
}

func TestNoDate(t *testing.T) {
	for _, in := range []string{
		"", "no digits", "31/02/2014", "13/13/2014", "2014-13-01", "2014-02-30", "0/5/2014", "31 April 2014",
		"version 1.2.3", "WordPress 4.7.14", "192.168.10.12", "call 555-123-4567", "555-12-2014", "1-10", "1-10 (of 127)",
		"$1.50/2.50/2014", "July 2014", "21 July", "1/2", "24/7/365", "10.000.2014", "http://old.example/2014/07/21/a",
		"ISBN 0-306-40615-2", "8:30-10:30", "1/1/0001 12:00:00 AM", "2014", "may 5 people", "in 2014 we 21 times",
		"x12/11/2014", "12/11/20145", "2014/07/21/5",
	} {
		if m, ok := (Reader{}).Find(in); ok {
			t.Errorf("find(%q) = %q %s, want none", in, m.Raw, m.Wall)
		}
	}
}

func TestWholeDate(t *testing.T) {
	for _, in := range []string{
		"7/21/2014 6:00:00 AM", " July 21, 2014. ", "Monday, July 21, 2014", "(21 July 2014 06:00)", "- 21.07.2014 -",
		"on July 21st, 2014", "4.7.14", "21 Jul 14", "den 21 juli 2014 kl. 06:00", "2014年7月21日", "Le 21 juillet 2014",
		"21/07/2014 |", "21. Juli 2014, 6 Uhr", "July 21, 2014 6:00 PM EST", "July 21, 2014 06:00 (UTC)",
	} {
		if _, ok := (Reader{}).Whole(in); !ok {
			t.Errorf("whole(%q) is none", in)
		}
	}
	for _, in := range []string{
		"Posted 7/21/2014", "7/21/2014 by Ann", "July 21, 2014: a day", "", "7/21/2014 7/22/2014", "July 21, 2014 12 comments",
		strings.Repeat(" ", 200) + "7/21/2014",
	} {
		if m, ok := (Reader{}).Whole(in); ok {
			t.Errorf("whole(%q) = %q", in, m.Raw)
		}
	}
}

func TestAmbiguous(t *testing.T) {
	for in, want := range map[string]bool{"3/4/2014": true, "3/3/2014": false, "3/14/2014": false, "2014-03-04": false, "3 Apr 2014": false} {
		if m, _ := (Reader{}).Find(in); m.Ambiguous != want {
			t.Errorf("find(%q).Ambiguous = %v", in, m.Ambiguous)
		}
	}
	if m, _ := (Reader{Culture: "de"}).Find("3.4.2014"); m.Ambiguous || !m.Numeric || !m.DayOnly {
		t.Errorf("declared culture: %+v", m)
	}
}

// Every name of a month means one month in all languages together.
func TestMonthNamesAgree(t *testing.T) {
	seen := map[string]int{}
	for i, names := range monthNames {
		for _, name := range strings.Fields(names) {
			for _, form := range []string{name, words.Unaccent(name)} {
				if m := seen[form]; m != 0 && m != i+1 {
					t.Errorf("%q is month %d and month %d", form, m, i+1)
				}
				seen[form] = i + 1
			}
		}
	}
}

func FuzzFindDate(f *testing.F) {
	for _, s := range []string{"Posted: 7/21/2014 6:00:00 AM by Ann", "21. 7. 2014", "2014年7月21日 午後6時", "July 21st, '14", "06:00 21/07/14", "\u200e7/\u202f1/2014"} {
		f.Add(s, "en-US")
	}
	f.Fuzz(func(t *testing.T, s, culture string) {
		for _, r := range []Reader{{}, {Culture: culture}, {Order: blog.YMD}} {
			m, ok := r.Find(s)
			if !ok {
				continue
			}
			if m.Start < 0 || m.End > len(s) || m.Start >= m.End || s[m.Start:m.End] != m.Raw {
				t.Fatalf("find(%q): raw %q at %d:%d", s, m.Raw, m.Start, m.End)
			}
			if _, ok := m.Wall.In(time.UTC); !ok {
				t.Fatalf("find(%q) gives wall %q", s, m.Wall)
			}
		}
		Reader{}.Whole(s)
		SettleOrder(OnePage([]string{s, "3/4/2014", s}), culture)
	})
}
