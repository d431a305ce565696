package scraper_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/scraper"
)

func ExampleScraper_Fetch() {
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /drafts/")
		default:
			fmt.Fprint(w, "<h1>Harbour Notes</h1>")
		}
	}))
	defer site.Close()

	s, err := scraper.New(scraper.Options{Delay: -1}) // it is our own site: no pause
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	page, err := s.Fetch(context.Background(), blog.Request{URL: site.URL + "/blog"}, blog.FetchOptions{Start: true})
	fmt.Println(page.Status, string(page.Body), err)

	_, err = s.Fetch(context.Background(), blog.Request{URL: site.URL + "/drafts/1"}, blog.FetchOptions{})
	fmt.Println(errors.Is(err, blog.ErrRobots), err)
	fmt.Println(scraper.Hint(err))
	fmt.Println(s.Stats().Requests, "requests")
	// Output:
	// 200 <h1>Harbour Notes</h1> <nil>
	// true forbidden by robots.txt
	// if the blog is yours, or its owner agrees, use --ignore-robots
	// 2 requests
}
