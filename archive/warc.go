package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxHead is the maximum size of the header of a record or of a response in it.
const maxHead = 256 << 10

// record is an entry of a web archive: a header and a block of bytes.
type record struct {
	head   http.Header // for ARC files: their fields by their WARC names
	body   *io.LimitedReader
	number int   // in its file, from 1
	offset int64 // of the record in its file
	alone  bool  // it can be read from there, without reading what precedes it
}

func (rec *record) url() string {
	// Wget 1.x writes angle brackets, following the grammar of WARC 1.0.
	return strings.Trim(rec.head.Get("WARC-Target-URI"), "<> ")
}

func (rec *record) time() time.Time {
	at, _ := time.Parse(time.RFC3339, rec.head.Get("WARC-Date"))
	return at.UTC()
}

// partial reports whether the record has only a part of what was received.
func (rec *record) partial() bool {
	n := rec.head.Get("WARC-Segment-Number")
	return n != "" && n != "1" || rec.head.Get("WARC-Truncated") != ""
}

// wrong adds the record's position to an error.
func (rec *record) wrong(err error) error {
	what := ""
	if url := rec.url(); url != "" {
		what = " (" + url + ")"
	}
	at := "byte"
	if !rec.alone {
		at = "decompressed byte"
	}
	return fmt.Errorf("record %d at %s %d%s: %w", rec.number, at, rec.offset, what, err)
}

// records reads the records of a file.
type records struct {
	f      *file
	number int
	head   func(*bufio.Reader) (http.Header, error) // reads a record header: warcHead or arcHead
}

var (
	errNoRecord = fmt.Errorf("%w: no record starts here", ErrBroken)
	errCut      = fmt.Errorf("%w: it is cut short", ErrBroken)
	errLength   = fmt.Errorf("%w: its length is wrong", ErrBroken)
	errHead     = fmt.Errorf("%w: its header can't be read", ErrBroken)
)

// next returns the next record, whose body must be read before the following one. With an
// error it returns the record in which it occurred. At the end the error is io.EOF.
func (w *records) next() (*record, error) {
	if err := skipBlank(w.f.body); err == io.EOF {
		return nil, err
	} else if err != nil {
		return w.begin(), cutShort(err)
	}
	rec := w.begin()
	head, err := w.head(w.f.body)
	if err != nil {
		return rec, cutShort(err)
	}
	rec.head = head
	n, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return rec, errLength
	}
	rec.body = &io.LimitedReader{R: w.f.body, N: n}
	return rec, nil
}

func (w *records) begin() *record {
	w.number++
	rec := &record{head: http.Header{}, number: w.number, offset: w.f.position(), alone: true}
	if w.f.members == nil {
		return rec
	}
	packed, ok := w.f.members.at(rec.offset)
	if rec.alone = ok; ok {
		rec.offset = packed
	}
	return rec
}

// end skips the rest of a record and checks that it ends where its length says.
func (w *records) end(rec *record) error {
	if _, err := io.Copy(io.Discard, rec.body); err != nil {
		return cutShort(err)
	}
	if rec.body.N > 0 {
		return errCut
	}
	next, err := w.f.body.Peek(1)
	if err == nil && next[0] != '\r' && next[0] != '\n' && next[0] != 'W' {
		return errLength
	}
	if err == nil {
		err = skipBlank(w.f.body)
	}
	if err != nil && err != io.EOF && !errors.Is(err, gzip.ErrHeader) { // that is an error of the next record
		return cutShort(err)
	}
	return nil
}

// recover continues after a broken record, at what looks like the next one. It returns
// false if there is none.
func (w *records) recover() bool {
	if m := w.f.members; m != nil && m.failed {
		w.f.body.Reset(m)
		return m.recover()
	}
	for {
		head, err := w.f.body.Peek(len(warcMagic))
		if err != nil {
			return false
		}
		if string(head) == warcMagic {
			return true
		}
		if _, err := w.f.body.ReadSlice('\n'); err != nil && err != bufio.ErrBufferFull {
			return false
		}
	}
}

// skipBlank skips the empty lines between records.
func skipBlank(body *bufio.Reader) error {
	for {
		c, err := body.Peek(1)
		if err != nil {
			return err
		}
		if c[0] != '\r' && c[0] != '\n' {
			return nil
		}
		if _, err := body.Discard(1); err != nil {
			return err
		}
	}
}

// cutShort turns the end of a file within a record into errCut.
func cutShort(err error) error {
	switch {
	case errors.Is(err, ErrBroken):
		return err
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

const warcMagic = "WARC/"

func isWARC(f *file) bool { return bytes.HasPrefix(f.head, []byte(warcMagic)) }

func warcHead(body *bufio.Reader) (http.Header, error) {
	line, head, err := readHead(body)
	if err == nil && !strings.HasPrefix(line, warcMagic) {
		err = errNoRecord
	}
	return head, err
}

// readHead reads a first line and header fields up to an empty line. Old servers sent
// malformed headers: lines that are not fields are ignored.
func readHead(body *bufio.Reader) (first string, fields http.Header, err error) {
	fields = http.Header{}
	last := ""
	for room := maxHead; ; {
		line, err := readLine(body, &room)
		if err != nil {
			return first, fields, err
		}
		name, value, ok := strings.Cut(line, ":")
		folded := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		switch {
		case first == "":
			first = line
		case line == "":
			return first, fields, nil
		case folded && last != "":
			values := fields[last]
			values[len(values)-1] += " " + strings.TrimSpace(line)
		case ok && !folded:
			last = http.CanonicalHeaderKey(strings.TrimSpace(name))
			fields[last] = append(fields[last], strings.TrimSpace(value))
		}
	}
}

// readLine reads a line of at most room bytes and subtracts its length from room.
func readLine(body *bufio.Reader, room *int) (string, error) {
	var line []byte
	for {
		piece, err := body.ReadSlice('\n')
		line = append(line, piece...)
		if *room -= len(piece); *room < 0 {
			return "", errHead
		}
		if err == nil {
			return strings.TrimRight(string(line), "\r\n"), nil
		}
		if err != bufio.ErrBufferFull {
			return "", err
		}
	}
}
