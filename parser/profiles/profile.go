// Package profiles knows what is known about kinds of blogs, as data: it reads
// profiles, those that the program brings along (the files beside the code) and
// those of users, and finds the one that a page calls for. It does not know how
// posts are read by them.
package profiles

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Profile is what is known about one kind of blog, as data. It can be written
// by hand for a blog that nobody has seen; every key but name may be left out.
// Selectors are CSS; equal alternatives are joined by commas, second choices by
// " || ": they are looked for only where those before them find nothing. Regular
// expressions are Go's (RE2), they ignore case and match texts in which every
// run of white space is one space.
type Profile struct {
	// Name is how the profile is called, in lower case.
	Name string `yaml:"name"`
	// About says in a sentence what it is for.
	About string `yaml:"about"`
	// Unverified notes what of the profile nobody has seen on a real page. It is
	// for readers of the file and changes nothing.
	Unverified []string `yaml:"unverified"`
	// FoldPath says that case, a file extension and a closing slash of a path
	// make no other document on such servers.
	FoldPath bool `yaml:"fold_path"`
	// Hints tell pages of this kind. --profile auto takes a profile only when
	// hints of two groups agree.
	Hints []Hint `yaml:"hints"`
	// Listing are the shapes of pages that show several posts, Detail those of a
	// post's own page. The shape that explains a page best is used.
	Listing []Variant `yaml:"listing"`
	Detail  []Variant `yaml:"detail"`
	// Meta are patterns of the line that closes or opens a post, with the named
	// groups date, author, role, comments, tags, categories and blog (the last is
	// read over). In them {date}, {author}, {role}, {comments} and {tags} stand for
	// groups that fit most blogs; {comments} is a number and a word for comments.
	// A profile without patterns uses those of the built-in profile "words".
	Meta []Pattern `yaml:"meta"`
	// MetaStart matches the first part of such a line where the theme breaks it
	// into several.
	MetaStart Pattern `yaml:"meta_start"`
	// Byline, Filed, More and CommentWords are words: "Posted by:", "Filed
	// under:", "Read more" and "comments", as the theme or the editors write
	// them. Without them, those of "words" are used.
	Byline       WordList `yaml:"byline"`
	Filed        WordList `yaml:"filed"`
	More         WordList `yaml:"more"`
	CommentWords WordList `yaml:"comment_words"`
	// Ignore selects parts of the page that hold no posts: sidebars, tag clouds,
	// lists of recent posts. NotBody selects what is inside a post but none of
	// its text: share boxes, related posts.
	Ignore  Selector `yaml:"ignore"`
	NotBody Selector `yaml:"not_body"`
	// Pager selects the pager of posts, where a page has several. Older selects
	// its link to older posts, for pagers that say so in their markup only.
	Pager Selector `yaml:"pager"`
	Older Selector `yaml:"older"`
	// Counted says that a page without a pager is the whole blog, unless the
	// counts beside its month links state more posts than it shows.
	Counted bool `yaml:"counted"`
	// Comments says where the comments of a post's own page stand.
	Comments Comments `yaml:"comments"`

	late func() // compiles what detection does without; nil once all is compiled
}

// Ready compiles what a built-in profile puts off until it is used: most pages
// need one of them.
func (p *Profile) Ready() *Profile {
	if p.late != nil {
		p.late()
	}
	return p
}

// Hint is one sign that a page is of a profile's kind.
type Hint struct {
	// One of these is set: Select finds an element, Source matches the page's
	// markup as received, Line matches a line of its text.
	Select Selector `yaml:"select"`
	Source Pattern  `yaml:"source"`
	Line   Pattern  `yaml:"line"`
	// Group names what the hint depends on: hints of one group count once.
	// Without it, the hint stands for itself.
	Group string `yaml:"group"`

	group string // what it depends on in any case
}

// Variant is one shape of a page. A post is its item, or else begins at its
// start, or else at its title, or else behind the one before.
type Variant struct {
	Name string `yaml:"name"`
	// When is a regular expression that a post's meta text must match for this
	// variant to apply; Needs is a selector that the page must have.
	When  Pattern  `yaml:"when"`
	Needs Selector `yaml:"needs"`
	// Item selects an element that holds one whole post, if there is one. Start
	// selects the element with which a post begins, where nothing holds it: the
	// post goes on to where the next one begins.
	Item  Selector `yaml:"item"`
	Start Selector `yaml:"start"`
	// Title, Body and Meta select the parts of a post. Summary is a block that
	// repeats the teaser and is no part of the body.
	Title   Selector `yaml:"title"`
	Body    Selector `yaml:"body"`
	Meta    Selector `yaml:"meta"`
	Summary Selector `yaml:"summary"`
	// Link selects the permalink; without it the link in the title is taken, or
	// else the link to the comments.
	Link Selector `yaml:"link"`
	// Date, Author, Role, Count, Tags and Categories select within the post; each
	// is read from the meta patterns where it is not given. Tags and Categories
	// select one link each, Count the link or text that states the number of
	// comments.
	Date Selector `yaml:"date"`
	// AuthorIn takes the author out of the words of the element that Author
	// selects: a regular expression with a group for the name. Of several groups
	// the first one that holds something counts.
	AuthorIn Pattern `yaml:"author_in"`
	// DateAttr names an attribute with the date at the date's element, besides
	// datetime, title and content, which are looked at anyway.
	DateAttr string `yaml:"date_attr"`
	// Day selects a heading that gives the day of all posts below it; Date may
	// then hold no more than the time.
	Day        Selector `yaml:"day"`
	Count      Selector `yaml:"count"`
	Author     Selector `yaml:"author"`
	Role       Selector `yaml:"role"`
	Tags       Selector `yaml:"tags"`
	Categories Selector `yaml:"categories"`
	// TagBlock selects a block with the tags that stands behind the meta text.
	TagBlock Selector `yaml:"tag_block"`
	// MoreLink selects the link to the rest of a cut post: the post is then known
	// to be a teaser, and the link is no part of it.
	MoreLink Selector `yaml:"more_link"`
	// SummaryOnly says that pages of this shape show teasers, whatever their
	// length.
	SummaryOnly bool `yaml:"summary_only"`
}

// Comments say where a platform's comments stand. All are lists of CSS
// selectors, tried in order; an empty list leaves the field to the shape of
// the page.
type Comments struct {
	Item      []string `yaml:"item"`      // one comment
	Author    []string `yaml:"author"`    // within an item
	Date      []string `yaml:"date"`      // within an item
	Body      []string `yaml:"body"`      // within an item
	Elsewhere []string `yaml:"elsewhere"` // marks that the comments live with another service
}

// Load reads a profile from YAML. Unknown keys, broken selectors and
// broken patterns are errors that name the file, the line and the key; name is
// the file's.
func Load(data []byte, name string) (*Profile, error) {
	words, err := Words()
	if err != nil {
		return nil, err
	}
	return load(data, name, words)
}

// load reads a profile and checks all of it.
func load(data []byte, name string, words *Profile) (*Profile, error) {
	c, err := newCompiler(data, name, words)
	if err != nil {
		return nil, err
	}
	c.hints()
	c.rest()
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	return c.profile, nil
}

// newCompiler decodes a profile.
func newCompiler(data []byte, name string, words *Profile) (*compiler, error) {
	p := &Profile{}
	tree, err := yamlparser.ParseBytes(data, 0)
	if err == nil {
		err = plainYAML(tree)
	}
	if err == nil {
		err = yaml.UnmarshalWithOptions(data, p, yaml.Strict())
	}
	if err != nil {
		return nil, fmt.Errorf("profile %s: %w", name, flatten(err))
	}
	if strings.TrimSpace(p.Name) == "" {
		return nil, fmt.Errorf("profile %s: line 1: key name: missing", name)
	}
	return &compiler{profile: p, words: words, file: name, tree: tree}, nil
}

// plainYAML refuses what a profile has no use for and what decoders stumble over:
// tags (of "! text" where a list is wanted the library makes a nil pointer), and
// references, of which a few lines can make gigabytes.
func plainYAML(tree *ast.File) error {
	v := &special{}
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			ast.Walk(v, doc.Body)
		}
	}
	return v.err
}

// special visits nodes and notes the first one that is no plain YAML.
type special struct{ err error }

func (v *special) Visit(node ast.Node) ast.Visitor {
	switch node.(type) {
	case *ast.TagNode, *ast.AnchorNode, *ast.AliasNode:
		v.err = cmp.Or(v.err, fmt.Errorf("line %d: %s is a tag or reference of YAML; want plain values", node.GetToken().Position.Line, node.GetToken().Value))
	}
	if v.err != nil {
		return nil
	}
	return v
}

// flatten puts the decoder's error, which draws the source below the message,
// on one line with the place first.
func flatten(err error) error {
	var ye yaml.Error
	if !errors.As(err, &ye) || ye.GetToken() == nil {
		return err
	}
	t := ye.GetToken()
	if p := t.Prev; p != nil && p.Type == token.MappingValueType && p.Prev != nil {
		t = p.Prev // the value is wrong: its key says more
	}
	if t.Type == token.MappingValueType && t.Prev != nil {
		t = t.Prev
	}
	return fmt.Errorf("line %d: key %s: %s", t.Position.Line, t.Value, ye.GetMessage())
}
