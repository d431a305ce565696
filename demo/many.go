package demo

import (
	"fmt"
	"html"
	"strings"
	"time"
)

// Many generates a blog of any size for benchmarks: n posts, newest first, twelve per
// day, each with a body of about size bytes of HTML. The oldest posts do not depend on n.
func Many(n, size int) []Post {
	posts := make([]Post, n)
	for i := range posts {
		posts[n-1-i] = numbered(i, size)
	}
	return posts
}

// numbered returns an entry in the log of a lock. There is one every two hours, so that a
// hundred thousand fit in the years in which blogs were written.
func numbered(i, size int) Post {
	at := time.Date(2001, 1, 1, 6, 0, 0, 0, time.UTC).Add(time.Duration(i) * 2 * time.Hour)
	keeper := keepers[i%len(keepers)]
	return Post{
		Path:   fmt.Sprintf("%s/Log-%d", at.Format("January-2006"), i+1),
		Title:  fmt.Sprintf("Log of Lock 9, entry %d: %s", i+1, strings.TrimSuffix(remarks[i%len(remarks)], ".")),
		Author: keeper, Role: "Keeper of the Log", Byline: "plain",
		Date: at, Tags: []string{subjects[i%len(subjects)], subjects[(i/3+1)%len(subjects)]},
		Body: logBook(i, size),
	}
}

var (
	keepers  = []string{"Odile Marchbanks", "Barnaby Thwaite", "Ingrid Solheim", "Rupert Quill-Hanley"}
	subjects = []string{"Safety", "signage", "Cargo", "coal", "R&D", "Wildlife"}
)

// logBook returns markup like that of a rich-text editor: paragraphs with links, emphasis
// and styles, a list, an image.
func logBook(i, size int) string {
	var b out
	for k := 0; b.Len() < size; k++ {
		n := i*31 + k*7
		entry := html.EscapeString(entries[n%len(entries)])
		switch k % 6 {
		case 1:
			b.f("<p style=\"text-align: justify;\"><strong>Barge %d.</strong> %s %s</p>\n", n%97, entry, html.EscapeString(remarks[n%len(remarks)]))
		case 3:
			b.f("<p>%s See <a href=\"~/services/lock-%d.aspx\">the list of locks</a> &amp; <em>the tariff of %d</em>.</p>\n", entry, n%23, 1811+n%200)
		case 4:
			b.f("<ul>\n<li>Gravel: %d tonnes</li>\n<li>Coal&nbsp;&ndash; %d tonnes</li>\n<li>%s</li>\n</ul>\n", n%89, n%53, entry)
		case 5:
			b.f("<p><img src=\"/getattachment/%s/lock.aspx?width=400&amp;height=300\" alt=\"Lock %d\" style=\"float: left\" /></p>\n", (&Post{Path: fmt.Sprint(n)}).GUID(), n%23)
		default:
			b.f("<p>%s The gauge read %d at the %dth bell, and the keeper wrote it down.</p>\n", entry, n*n%1009, n%60)
		}
	}
	return b.String()
}
