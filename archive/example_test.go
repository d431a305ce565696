package archive_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/blogferry/blogferry/archive"
)

func ExampleRead() {
	page := strings.NewReader("<html><p>A saved page</p></html>")
	for p, err := range archive.Read(context.Background(), []string{"-", "missing.html"}, archive.Options{Stdin: page}) {
		if err != nil {
			fmt.Println("skipped", p.File)
			continue
		}
		fmt.Println(p.File, len(p.Body))
	}
	// Output:
	// - 32
	// skipped missing.html
}
