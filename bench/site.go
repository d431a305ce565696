//go:build ignore

// Site serves a made-up blog of any size on loopback, for run.sh: what is
// measured then is the client alone, in a process of its own. Pages are made when
// they are asked for first, and the same bytes are sent ever after. It is not
// built with the rest, so that "go install ./..." gives users blogferry alone.
//
//	go run bench/site.go -posts 10000 -size 1000 -listen 127.0.0.1:8123
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"

	"github.com/blogferry/blogferry/demo"
)

func main() {
	posts := flag.Int("posts", 10_000, "number of posts, ten to a page")
	size := flag.Int("size", 1000, "bytes of HTML in a post's body")
	listen := flag.String("listen", "127.0.0.1:8123", "address to serve at")
	flag.Parse()
	fmt.Fprintf(os.Stderr, "site: %d posts at http://%s/blog\n", *posts, *listen)
	err := http.ListenAndServe(*listen, demo.Replay(demo.New(demo.Options{Posts: demo.Many(*posts, *size), NoSidebar: true})))
	fmt.Fprintln(os.Stderr, "site:", err)
	os.Exit(1)
}
