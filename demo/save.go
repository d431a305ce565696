package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// SaveOptions say how a site is saved. The zero value saves the listing pages
// alone, without a word about where they came from.
type SaveOptions struct {
	Base    string // scheme and host of the "saved from" comments; "" leaves them out
	Details bool   // the posts' own pages too
	Text    bool   // text copies of the listing pages in place of HTML
}

// Save writes the site's pages into a folder as if saved by hand: blog.html,
// blog-2.html and so on, posts in subfolders by month. It overwrites existing files.
func (s *Site) Save(dir string, o SaveOptions) error {
	name := strings.Trim(s.opts.Start, "/")
	for n := 1; n <= s.Pages(); n++ {
		file := name
		if n > 1 {
			file = fmt.Sprintf("%s-%d", name, n)
		}
		if o.Text {
			if err := write(filepath.Join(dir, file+".txt"), []byte(s.Text(n))); err != nil {
				return err
			}
			continue
		}
		if err := write(filepath.Join(dir, file+".html"), s.page(n, o.Base)); err != nil {
			return err
		}
	}
	if !o.Details {
		return nil
	}
	return s.saveDetails(filepath.Join(dir, name), o.Base)
}

func (s *Site) saveDetails(dir, base string) error {
	for _, path := range s.Paths() {
		file := filepath.Join(dir, filepath.FromSlash(path)+".html")
		if err := write(file, s.post(path, base)); err != nil {
			return err
		}
	}
	return nil
}

func write(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("save page: %w", err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return fmt.Errorf("save page: %w", err)
	}
	return nil
}

// Paths returns the paths of the posts that are shown now, newest first.
func (s *Site) Paths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var paths []string
	for _, p := range s.visible(len(s.edition.posts)) {
		paths = append(paths, p.Path)
	}
	return paths
}

// Page returns a listing page as the server would send it to a first visitor, in the
// site's charset.
func (s *Site) Page(n int) []byte { return s.page(n, "") }

// Detail returns the page of the post at that path, nil if there is none.
func (s *Site) Detail(path string) []byte { return s.post(path, "") }

func (s *Site) page(n int, base string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.list(target{kind: KindListing, page: n})
	return s.still(d, base, s.address(d.pager, d.pager.page))
}

func (s *Site) post(path, base string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.edition.find(path)
	if i < 0 {
		return nil
	}
	d := s.detail(target{kind: KindDetail, page: 1, post: i})
	return s.still(d, base, d.path)
}

// still returns a page outside of any session. A browser puts the address where the page
// was saved from behind the document type.
func (s *Site) still(d document, base, address string) []byte {
	state := formState{viewState: viewState("", d.path, 0), page: 1}
	raw := strings.NewReplacer(markToken, csrfToken(""), markState, s.stateFields(state)).Replace(s.frame(&d))
	if base != "" {
		from := base + address
		comment := fmt.Sprintf("\n<!-- saved from url=(%04d)%s -->\n", len(from), from)
		raw = strings.Replace(raw, "\n", comment, 1)
	}
	return s.encode(raw)
}
