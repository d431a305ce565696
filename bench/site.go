//go:build ignore

// Site serves a made-up blog of any size on loopback, for run.sh: what is
// measured then is the client alone, in a process of its own. Pages are made when
// they are asked for first, and the same bytes are sent ever after. It is not
// built with the rest, so that "go install ./..." gives users blogferry alone.
//
//	go run bench/site.go -posts 10000 -size 1000 -listen 127.0.0.1:8123
//	go run bench/site.go -posts 10000 -size 1000 -save FOLDER
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
	save := flag.String("save", "", "folder to save the pages in, in place of serving them")
	flag.Parse()
	site := demo.New(demo.Options{Posts: demo.Many(*posts, *size), NoSidebar: true})
	if *save != "" {
		if err := site.Save(*save, demo.SaveOptions{Base: "http://" + *listen}); err != nil {
			fmt.Fprintln(os.Stderr, "site:", err)
			os.Exit(1)
		}
		return
	}
	fmt.Fprintf(os.Stderr, "site: %d posts at http://%s/blog\n", *posts, *listen)
	err := http.ListenAndServe(*listen, demo.Replay(site))
	fmt.Fprintln(os.Stderr, "site:", err)
	os.Exit(1)
}
