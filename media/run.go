package media

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blogferry/blogferry/blog"
)

// Deps are the dependencies of a run.
type Deps struct {
	Store    Store
	Fetch    Fetcher
	Progress Progress
	Now      func() time.Time
}

// Options control a run.
type Options struct {
	// Dir is the folder of the files. It is created for the first file.
	Dir string
	// MaxSize is the maximum size of a file in bytes. Zero means 32 MiB.
	MaxSize int64
	// Hosts are further hosts of the blog: linked files there are downloaded, too. Each is a
	// host or a host:port.
	Hosts []string
	// Rest is the time before a failed file is requested again, so that an hourly sync does
	// not request missing files every hour. Zero means every time.
	Rest time.Duration
	// AtHand means that files are read from disk: all addresses are tried at once.
	AtHand bool
	// AcceptMissing gives up the files that this run could not download.
	AcceptMissing bool
}

const defaultMaxSize = 32 << 20

// run is one run over the media of one source.
type run struct {
	Deps
	o     Options
	src   *blog.Source
	hosts map[string]*host
	got   int // files received
	// failedBy is the time before which a file must have failed to be requested again.
	failedBy time.Time
	// best is the supposed original of the last address, and tried the results for it and
	// its copies, which follow each other.
	best  string
	tried map[string]error
}

// Run downloads every missing file that the live posts of a source refer to. Files that
// cannot be downloaded are listed in the result and requested again by the next run. When
// ctx ends, files already received are kept.
//
// An error means that the run was aborted; the result is returned nevertheless if there is
// one.
func Run(ctx context.Context, d Deps, src *blog.Source, o Options) (*blog.MediaStanding, error) {
	if o.MaxSize == 0 {
		o.MaxSize = defaultMaxSize
	}
	if !o.AtHand && src.NotBefore.After(d.Now()) {
		return nil, &blog.WaitError{Until: src.NotBefore}
	}
	r := &run{Deps: d, o: o, src: src, hosts: map[string]*host{}, failedBy: d.Now().Add(-o.Rest)}
	err := r.all(ctx)
	standing, errStanding := d.Store.MediaStanding(persist(ctx), src.ID)
	if standing != nil {
		standing.New = r.got
	}
	return standing, errors.Join(err, errStanding)
}

func (r *run) all(ctx context.Context) error {
	r.tidy()
	if err := r.Store.CheckMedia(ctx, r.there); err != nil {
		return err
	}
	if err := r.readPosts(ctx); err != nil {
		return err
	}
	ahead, err := r.Store.CountDueMedia(ctx, r.src.ID, r.failedBy)
	if err != nil || ahead == 0 {
		return err
	}
	if err := os.MkdirAll(r.o.Dir, 0o777); err != nil {
		return fmt.Errorf("make the media folder: %w", err)
	}
	r.Progress.Files(ahead)
	if err := r.work(ctx); err != nil {
		return err
	}
	if r.o.AcceptMissing {
		return r.Store.AcceptMedia(ctx, r.src.ID)
	}
	return nil
}

// there reports whether a stored file is in the folder.
func (r *run) there(name string, size int64) bool {
	info, err := os.Stat(filepath.Join(r.o.Dir, name))
	return err == nil && info.Mode().IsRegular() && info.Size() == size
}

// abandoned is the age at which a temporary file is removed.
const abandoned = time.Hour

// tidy removes temporary files of killed runs.
func (r *run) tidy() {
	entries, _ := os.ReadDir(r.o.Dir) // it does not exist before the first run
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") || !strings.HasSuffix(e.Name(), ".tmp") {
			continue
		}
		if info, err := e.Info(); err == nil && r.Now().Sub(info.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(r.o.Dir, e.Name())) // harmless if it stays
		}
	}
}

// readPosts stores which files new and changed posts refer to.
func (r *run) readPosts(ctx context.Context) error {
	for p, err := range r.Store.UnreadMedia(ctx, r.src.ID, rules) {
		if err != nil {
			return err
		}
		if err := r.Store.PutMediaNames(ctx, p, rules, read(p, newSite(r.src.URL, p.URL, r.o.Hosts))); err != nil {
			return err
		}
	}
	return nil
}

// work requests every due file once.
func (r *run) work(ctx context.Context) error {
	for d, err := range r.Store.DueMedia(ctx, r.src.ID, r.failedBy) {
		if err != nil {
			return err
		}
		err := r.get(ctx, d)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.settle(ctx, d, err); err != nil {
			return err
		}
		r.Progress.File(d.URL, err)
	}
	return nil
}

// settle stores the outcome for a file that was not downloaded. Its error ends the run.
func (r *run) settle(ctx context.Context, d *blog.MediaDue, err error) error {
	var stop *fatalError
	var wait *blog.WaitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &stop):
		return stop.err
	case errors.Is(err, errPage) && d.Link && !namesFile(d.URL):
		return r.Store.PassMedia(persist(ctx), d.Num, r.Now())
	case errors.As(err, &wait) && blog.SameHost(d.URL, r.src.URL):
		r.src.NotBefore = wait.Until
		return errors.Join(err, r.Store.SaveSource(persist(ctx), r.src))
	}
	return r.Store.FailMedia(persist(ctx), d.Num, err.Error(), r.Now())
}

// namesFile reports whether an address is certainly that of a file: then a page is the
// server's way of saying that it is lost.
func namesFile(address string) bool {
	u, err := url.Parse(address)
	return err == nil && leadOf(u) == leadsToFile
}

// persist returns ctx without cancellation: what was received is stored even if the user
// has asked to stop.
func persist(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
