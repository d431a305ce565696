package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/atomicfile"
)

const (
	// A host is not asked any more after inVain requests for larger copies of which it
	// had none, or after noAnswer requests without an answer.
	inVain   = 10
	noAnswer = 5
)

var errSilent = fmt.Errorf("not asked for: the host was not reached %d times in a row", noAnswer)

// host is what was learned about a host in this run.
type host struct {
	better int // larger copies that it had
	vain   int // larger copies that it did not have
	silent int // requests in a row without an answer
}

// get downloads a file from the first of its addresses that has it. The error is that of
// the last one.
func (r *run) get(ctx context.Context, d *blog.MediaDue) error {
	if best := d.Best(); best != r.best {
		r.best, r.tried = best, map[string]error{}
	}
	var last error
	for _, address := range append(d.Larger, d.URL) {
		if reused, err := r.Store.ReuseMedia(persist(ctx), d.Num, address, r.Now()); err != nil || reused {
			return fatal(err)
		}
		err, tried := r.tried[address]
		if !tried {
			err = r.ask(ctx, d, address)
			if !errors.Is(err, errSmall) { // only this one is too small
				r.tried[address] = err
			}
		}
		var stop *fatalError
		if err == nil || ctx.Err() != nil || errors.As(err, &stop) {
			return err
		}
		last = err
	}
	return last
}

// fatalError ends the run: the store or the folder fails, not the site.
type fatalError struct{ err error }

func (e *fatalError) Error() string { return e.err.Error() }
func (e *fatalError) Unwrap() error { return e.err }

func fatal(err error) error {
	if err == nil {
		return nil
	}
	return &fatalError{err}
}

// ask downloads the file from one address and stores it.
func (r *run) ask(ctx context.Context, d *blog.MediaDue, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	h := r.host(u)
	guess := address != d.URL
	switch {
	case r.o.AtHand:
	case guess && h.better == 0 && h.vain >= inVain:
		return errSmall // the host usually has no larger ones
	case h.silent >= noAnswer:
		return errSilent
	}
	page, err := r.Fetch.Fetch(ctx, blog.Request{URL: address, Referer: d.Post}, blog.FetchOptions{CrossHost: true, MaxBody: r.o.MaxSize})
	h.note(err)
	var put *blog.MediaPut
	if err == nil {
		put, err = r.look(d, address, u, page)
	}
	if guess {
		h.noteGuess(err)
	}
	if errors.Is(err, blog.ErrTooLong) {
		return fmt.Errorf("longer than --max-media (%d bytes)", r.o.MaxSize)
	}
	if err != nil {
		return err
	}
	err = r.Store.PutMedia(persist(ctx), d.Num, put)
	if err == nil {
		r.got++
	}
	return fatal(err)
}

func (r *run) host(u *url.URL) *host {
	h := r.hosts[u.Host]
	if h == nil {
		h = &host{}
		r.hosts[u.Host] = h
	}
	return h
}

// note counts requests in a row that did not reach the host. Errors of single files do
// not count: otherwise the files after them would never be requested.
func (h *host) note(err error) {
	var dns *net.DNSError
	var op *net.OpError
	if errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial" {
		h.silent++
	} else {
		h.silent = 0
	}
}

func (h *host) noteGuess(err error) {
	if err == nil {
		h.better++
	} else {
		h.vain++
	}
}

// look checks whether a received document is what the post shows, and returns it.
func (r *run) look(d *blog.MediaDue, address string, u *url.URL, page *blog.Page) (*blog.MediaPut, error) {
	body, note := page.Body, ""
	k := kindOf(body, ending(u))
	err := k.checkShown()
	if d.Link {
		err = k.checkLinked(ending(u))
	}
	if err != nil {
		return nil, err
	}
	if address != d.URL {
		if _, least := originalOf(d.URL); checkSize(body, least) != nil {
			return nil, errSmall
		}
	}
	if k.mime == svgType {
		if body, note, err = safeSVG(body); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:])
	return &blog.MediaPut{
		Media: blog.Media{URL: d.URL, From: address, Type: k.mime, Size: int64(len(body)), Digest: digest, Note: note},
		Names: fileNames(u, page.Header.Get("Content-Disposition"), k.ext, digest),
		Write: func(name string) error { return write(filepath.Join(r.o.Dir, name), body) },
		At:    r.Now(),
	}, nil
}

// write writes a file unless it exists: posts may show an image at many addresses.
func write(path string, body []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, body) {
		return nil
	}
	return atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}
