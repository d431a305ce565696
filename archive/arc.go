package archive

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"time"
)

const arcMagic = "filedesc://"

// isARC reports whether a file is in ARC, the Internet Archive's format before WARC.
func isARC(f *file) bool { return bytes.HasPrefix(f.head, []byte(arcMagic)) }

// arcHead reads the line above a response: URL, IP address, time, type and length. Version
// 2 has five more fields before the length. It returns them by their WARC names.
func arcHead(body *bufio.Reader) (http.Header, error) {
	room := maxHead
	line, err := readLine(body, &room)
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(line)
	behind := 4 // fields after the URL, which may contain spaces
	if len(fields) == 10 {
		behind = 9
	}
	at := len(fields) - behind
	if at < 1 {
		return nil, errNoRecord
	}
	date, err := time.Parse("20060102150405", fields[at+1])
	if err != nil && !strings.HasPrefix(line, arcMagic) {
		return nil, errNoRecord
	}
	return http.Header{
		"Warc-Type":       {"response"},
		"Warc-Target-Uri": {strings.Join(fields[:at], "%20")},
		"Warc-Date":       {date.Format(time.RFC3339)},
		"Content-Type":    {"application/http"},
		"Content-Length":  {fields[len(fields)-1]},
	}, nil
}
