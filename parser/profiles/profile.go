// Package profiles reads profiles, in which knowledge of platforms is kept as data: the
// built-in ones (the YAML files beside the code) and those of users. It chooses the
// profile that fits a page. It does not know how posts are parsed with them.
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

	"github.com/blogferry/blogferry/internal/yamltree"
)

// Profile describes one kind of blog. It can be written by hand for an unknown blog;
// every key except name is optional. Selectors are CSS; alternatives of equal rank are
// separated by commas, fallbacks by " || ": they are used only if the previous ones match
// nothing. Regular expressions are Go's (RE2); they ignore case and match texts in which
// white space is collapsed.
type Profile struct {
	// Name is the name of the profile, in lower case.
	Name string `yaml:"name"`
	// About describes it in a sentence.
	About string `yaml:"about"`
	// Unverified lists what has not been checked against a real page. It is for readers
	// of the file and has no effect.
	Unverified []string `yaml:"unverified"`
	// FoldPath means that case, file extension and trailing slash of a path do not matter
	// on such servers.
	FoldPath bool `yaml:"fold_path"`
	// Hints identify pages of this kind. --profile auto requires hints from two groups.
	Hints []Hint `yaml:"hints"`
	// Listing are the variants of pages with several posts, Detail those of a post's own
	// page. The variant that explains a page best is used.
	Listing []Variant `yaml:"listing"`
	Detail  []Variant `yaml:"detail"`
	// Meta are patterns of the line that ends or starts a post, with the named groups
	// date, author, role, comments, tags, categories and blog (which is skipped). {date},
	// {author}, {role}, {comments} and {tags} stand for groups that fit most blogs;
	// {comments} is a number and a word for comments. Without patterns, those of the
	// built-in profile "words" are used.
	Meta []Pattern `yaml:"meta"`
	// MetaStart matches the first part of such a line if the theme breaks it into
	// several.
	MetaStart Pattern `yaml:"meta_start"`
	// Byline, Filed, More and CommentWords are words: "Posted by:", "Filed under:", "Read
	// more" and "comments", as written by the theme or the editors. Without them, those
	// of "words" are used.
	Byline       WordList `yaml:"byline"`
	Filed        WordList `yaml:"filed"`
	More         WordList `yaml:"more"`
	CommentWords WordList `yaml:"comment_words"`
	// Ignore selects parts of the page that contain no posts: sidebars, tag clouds, lists
	// of recent posts. NotBody selects what is inside a post but not part of its text:
	// share buttons, related posts.
	Ignore  Selector `yaml:"ignore"`
	NotBody Selector `yaml:"not_body"`
	// Pager selects the pager of the listing if a page has several. Older selects its
	// link to older posts, for pagers that say so only in their markup.
	Pager Selector `yaml:"pager"`
	Older Selector `yaml:"older"`
	// Counted means that a page without a pager is the whole blog, unless the counts of
	// its month links state more posts than it shows.
	Counted bool `yaml:"counted"`
	// Comments tells where comments are on a post's own page.
	Comments Comments `yaml:"comments"`

	late func() // compiles what detection does not need; nil afterwards
}

// Ready compiles what a built-in profile defers until it is used: most pages need one of
// them.
func (p *Profile) Ready() *Profile {
	if p.late != nil {
		p.late()
	}
	return p
}

// Hint is one sign that a page is of the profile's kind.
type Hint struct {
	// One of these is set: Select matches an element, Source the page's markup as
	// received, Line a line of its text.
	Select Selector `yaml:"select"`
	Source Pattern  `yaml:"source"`
	Line   Pattern  `yaml:"line"`
	// Group names what the hint depends on: hints in the same group count once. Without
	// it, the hint is independent.
	Group string `yaml:"group"`

	group string // its effective group
}

// Variant is one form of a page. A post is an item, or starts at Start, or at its title,
// or after the previous post.
type Variant struct {
	Name string `yaml:"name"`
	// When is a regular expression that must match a post's meta text for this variant to
	// apply; Needs is a selector that must match an element of the page.
	When  Pattern  `yaml:"when"`
	Needs Selector `yaml:"needs"`
	// Item selects an element that contains one whole post. If there is none, Start
	// selects the element with which a post starts; it ends where the next one starts.
	Item  Selector `yaml:"item"`
	Start Selector `yaml:"start"`
	// Title, Body and Meta select the parts of a post. Summary is a block that repeats
	// the teaser and is not part of the body.
	Title   Selector `yaml:"title"`
	Body    Selector `yaml:"body"`
	Meta    Selector `yaml:"meta"`
	Summary Selector `yaml:"summary"`
	// Link selects the permalink. Without it, the link in the title is used, or else the
	// link to the comments.
	Link Selector `yaml:"link"`
	// Date, Author, Role, Count, Tags and Categories select elements within the post;
	// without them, the meta patterns are used. Tags and Categories select one link each,
	// Count the link or text with the number of comments.
	Date Selector `yaml:"date"`
	// AuthorIn extracts the author from the text selected by Author: a regular expression
	// with a group for the name. Of several groups, the first that is not empty counts.
	AuthorIn Pattern `yaml:"author_in"`
	// DateAttr names an attribute of the date's element that has the date, in addition to
	// datetime, title and content.
	DateAttr string `yaml:"date_attr"`
	// Day selects a heading with the day of all posts below it; Date may then have only
	// the time.
	Day        Selector `yaml:"day"`
	Count      Selector `yaml:"count"`
	Author     Selector `yaml:"author"`
	Role       Selector `yaml:"role"`
	Tags       Selector `yaml:"tags"`
	Categories Selector `yaml:"categories"`
	// TagBlock selects a block with the tags that follows the meta text.
	TagBlock Selector `yaml:"tag_block"`
	// MoreLink selects the link to the rest of a truncated post. The post is then a
	// teaser, and the link is not part of it.
	MoreLink Selector `yaml:"more_link"`
	// SummaryOnly means that pages of this form show teasers, whatever their length.
	SummaryOnly bool `yaml:"summary_only"`
}

// Comments tell where a platform's comments are. All fields are lists of CSS selectors,
// tried in order; if a list is empty, the field is found by the markup of the page.
type Comments struct {
	Item      []string `yaml:"item"`      // one comment
	Author    []string `yaml:"author"`    // within an item
	Date      []string `yaml:"date"`      // within an item
	Body      []string `yaml:"body"`      // within an item
	Elsewhere []string `yaml:"elsewhere"` // marks of comments kept by another service
}

// Load reads a profile from YAML. Unknown keys, invalid selectors and invalid patterns
// are errors that state the file, the line and the key; name is the file's.
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
	if err := bounded(data); err != nil {
		return nil, fmt.Errorf("profile %s: %w", name, err)
	}
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

// bounded rejects what the library needs gigabytes to decode.
func bounded(data []byte) error {
	const maxBytes = 64 << 10
	if len(data) > maxBytes {
		return fmt.Errorf("%d bytes, more than %d", len(data), maxBytes)
	}
	return yamltree.CheckNesting(data)
}

// plainYAML rejects what profiles do not need and decoders stumble over: tags ("! text"
// where a list is expected makes the library return a nil pointer), and references, of
// which a few lines can expand to gigabytes.
func plainYAML(tree *ast.File) error {
	v := &special{}
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			ast.Walk(v, doc.Body)
		}
	}
	return v.err
}

// special is a visitor that records the first node that is not plain YAML.
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

// flatten puts the decoder's error, which has the source below the message, on one line
// with the place first.
func flatten(err error) error {
	var ye yaml.Error
	if !errors.As(err, &ye) || ye.GetToken() == nil {
		return err
	}
	t := ye.GetToken()
	if p := t.Prev; p != nil && p.Type == token.MappingValueType && p.Prev != nil {
		t = p.Prev // the value is invalid: name its key
	}
	if t.Type == token.MappingValueType && t.Prev != nil {
		t = t.Prev
	}
	return fmt.Errorf("line %d: key %s: %s", t.Position.Line, t.Value, ye.GetMessage())
}
