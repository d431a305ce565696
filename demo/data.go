package demo

import (
	_ "embed"
	"fmt"
	"html"
	"sort"
	"strings"
	"time"
)

//go:embed posts.txt
var postsFile string

const dataDate = "2006-01-02 15:04:05"

// readPosts reads posts.txt. A post starts with a line "=== PATH"; "key: value" lines
// follow up to "---", then the body up to the next "=== " or "--- comment" line. A
// comment has key lines, an empty line and its text. HTML character references in values
// are decoded, so that invisible characters can be written in the file.
func readPosts(data string) ([]Post, error) {
	var posts []Post
	for _, chunk := range split(data, "=== ")[1:] {
		p, err := readPost(chunk)
		if err != nil {
			return nil, fmt.Errorf("read posts.txt: post %s: %w", p.Path, err)
		}
		posts = append(posts, p)
	}
	sort.SliceStable(posts, func(i, j int) bool { return posts[i].Date.After(posts[j].Date) })
	return posts, nil
}

// split splits data before every line that starts with mark, and removes the mark.
func split(data, mark string) []string { return strings.Split("\n"+data, "\n"+mark) }

func readPost(chunk string) (Post, error) {
	parts := split(chunk, "--- comment\n")
	head, body, _ := strings.Cut(strings.TrimPrefix(parts[0], "\n")+"\n", "\n---\n")
	path, keys, _ := strings.Cut(head, "\n")
	p := Post{Path: path, Body: strings.TrimSpace(body)}
	if err := readKeys(keys, p.set); err != nil {
		return p, err
	}
	p.grow()
	if p.Summary == "" {
		p.Summary = firstWords(p.Body)
	}
	for i, part := range parts[1:] {
		c := Comment{Date: p.Date.Add(time.Duration(i+1) * 5 * time.Hour)}
		keys, text, _ := strings.Cut(part, "\n\n")
		c.Text = strings.TrimSpace(text)
		if err := readKeys(keys, c.set); err != nil {
			return p, err
		}
		p.Comments = append(p.Comments, c)
	}
	return p, nil
}

func readKeys(lines string, set func(key, value string) error) error {
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		key, value, found := strings.Cut(line, ":")
		if !found {
			return fmt.Errorf("line %q has no key", line)
		}
		if err := set(key, html.UnescapeString(strings.TrimPrefix(value, " "))); err != nil {
			return err
		}
	}
	return nil
}

func (p *Post) set(key, value string) (err error) {
	switch key {
	case "title":
		p.Title = value
	case "date":
		p.Date, err = time.Parse(dataDate, value)
	case "author":
		p.Author = value
	case "role":
		p.Role = value
	case "account":
		p.Account = value == "yes"
	case "byline":
		p.Byline = Byline(value)
		if bylines[p.Byline] == "" {
			return fmt.Errorf("byline %q is unknown", value)
		}
	case "tags":
		p.Tags = strings.Split(value, ", ")
	case "summary":
		p.Summary = value
	case "teaser":
		p.Teaser = value
	case "quotes-byline":
		p.QuotesByline = value == "yes"
	case "unbalanced":
		p.Unbalanced = value == "yes"
	case "uncounted":
		_, err = fmt.Sscan(value, &p.Uncounted)
	case "chorus":
		err = p.chorus(value)
	case "long":
		_, err = fmt.Sscan(value, &p.lengthen)
	default:
		return fmt.Errorf("key %q is unknown", key)
	}
	return err
}

// grow appends log entries to a post that should be very long.
func (p *Post) grow() {
	for i := range p.lengthen {
		day := time.Date(1911, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		p.Body += fmt.Sprintf("\n<p><strong>%s.</strong> %s</p>", day.Format("2 January"), entries[i%len(entries)])
	}
}

var entries = []string{
	"Wind westerly. Gravel aboard. The mate has taken up the concertina.",
	"Wind westerly. The concertina has gone overboard; the mate suspects the wind.",
	"Stood in the queue at Lock 9 from dawn to dusk. Read the whole of the newspaper, advertisements included, then the one it was wrapped in, then the labels of the tins, and was about to begin on the mate's tattoo when the gates opened.",
	"Nothing. A heron looked at us.",
	"Gravel ashore. Gravel, by order of the office, aboard again.",
	"The office sends word that it meant another boat.",
	"Sunday. Sang.",
}

// firstWords returns a summary for a post without one.
func firstWords(body string) string {
	words := strings.Fields(plain(body))
	if len(words) == 0 {
		return ""
	}
	return "<p>" + html.EscapeString(strings.Join(words[:min(len(words), 14)], " ")) + "&hellip;</p>"
}

// chorus adds a number of comments, for posts with several pages of comments.
func (p *Post) chorus(value string) error {
	var n int
	if _, err := fmt.Sscan(value, &n); err != nil {
		return err
	}
	for i := range n {
		p.Comments = append(p.Comments, Comment{
			Name: regulars[i%len(regulars)],
			Date: p.Date.Add(time.Duration(i+1) * 97 * time.Minute),
			Text: fmt.Sprintf("Remark no. %d: %s", i+1, remarks[i%len(remarks)]),
		})
	}
	return nil
}

var regulars = []string{"Old Tom", "Henrietta P.", "bargee77", "Jonáš Říčný", "The Lock Cat"}

var remarks = []string{
	"we said as much in the spring.",
	"you forgot the ducks.\nEverybody forgets the ducks.",
	"could the next survey be held indoors?",
	"my grandfather was stuck there for a week & liked it.",
	"signed, <a disappointed reader>",
	"hear, hear!",
	"the towpath is three feet wide, not four.",
}

func (c *Comment) set(key, value string) (err error) {
	switch key {
	case "name":
		c.Name = value
	case "site":
		c.Site = value
	case "date":
		c.Date, err = time.Parse(dataDate, value)
	default:
		return fmt.Errorf("comment key %q is unknown", key)
	}
	return err
}
