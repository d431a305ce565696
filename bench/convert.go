//go:build ignore

// Convert converts the bodies of an NDJSON export to Markdown with the converter's
// defaults and prints the CPU seconds that takes: exports of Markdown are measured
// against it.
//
//	blogferry export --format ndjson | go run bench/convert.go
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"syscall"
	"time"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"

	"github.com/blogferry/blogferry/blog"
)

func main() {
	bodies, err := readBodies(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	convert := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin()))
	before := userTime()
	for _, body := range bodies {
		if _, err := convert.ConvertString(body); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println((userTime() - before).Seconds())
}

func readBodies(in io.Reader) (bodies []string, err error) {
	d := json.NewDecoder(in)
	for {
		var r blog.Record
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return bodies, nil
		} else if err != nil {
			return nil, err
		}
		bodies = append(bodies, r.BodyHTML)
	}
}

func userTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return time.Duration(u.Utime.Nano())
}
