package parser_test

import (
	"fmt"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/parser"
)

// A theme that no profile knows: the words of the bylines are enough.
func ExampleParser_Listing() {
	page := &blog.Page{URL: "http://old.example/blog", Body: []byte(`
		<h1>Harbour Notes</h1>
		<h2><a href="/blog/sluice">Sluice gates</a></h2>
		<p>How a gate is raised.</p>
		<p>Posted by: Ann Other | Lock Keeper</p>
		<p>Posted: 7/21/2014 6:00:00 AM by | with 2 comments</p>
		<h2><a href="/blog/ice">Ice</a></h2>
		<p>We broke it with poles.</p>
		<p>Posted: 7/2/2014 6:00:00 AM by Ben Dover | with 0 comments</p>
		<p>Displaying results 1-2 (of 9)</p>`)}
	p, err := parser.New(parser.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	listing, err := p.Listing(page, blog.Knowledge{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, post := range listing.Posts {
		fmt.Printf("%s %q by %q, %q\n", post.Published, post.Title, post.Author, post.Role)
	}
	fmt.Println("of", listing.Range.Total)
	// Output:
	// 2014-07-21T06:00:00 "Sluice gates" by "Ann Other", "Lock Keeper"
	// 2014-07-02T06:00:00 "Ice" by "Ben Dover", ""
	// of 9
}
