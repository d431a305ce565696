package export

import (
	"fmt"
	"io"
	"path"
)

// mediaPath is where images and files are in the new site.
const mediaPath = "/media/"

// copies are the images and files that an export includes. Their new addresses are known
// at once; they are written after the posts.
type copies struct {
	open func(Media) (io.ReadCloser, error)

	// place returns where on the new site a file will be, or why it can't be there; nil
	// means below mediaPath.
	place func(Media) (path string, err error)

	known map[string]bool // by name: whether it can be included
	files []Media         // in the order in which posts name them
}

// add adds a file and returns its new address. If it can't be included, that is reported
// once.
func (c *copies) add(m Media, report func(error)) (place string, ok bool) {
	place = mediaPath + m.Name
	var err error
	if c.place != nil {
		place, err = c.place(m)
	}
	there, asked := c.known[m.Name]
	if asked {
		return place, there
	}
	if err == nil {
		err = c.check(m)
	}
	if c.known == nil {
		c.known = map[string]bool{}
	}
	c.known[m.Name] = err == nil
	if err != nil {
		report(fmt.Errorf("copy media: %w; the old address stays", err))
		return place, false
	}
	c.files = append(c.files, m)
	return place, true
}

func (c *copies) check(m Media) error {
	in, err := c.open(m)
	if err != nil {
		return err
	}
	return in.Close()
}

// write puts the files into a folder of a tree.
func (c *copies) write(t Tree, folder string) error {
	for _, m := range c.files {
		err := t.File(path.Join(folder, m.Name), func(w io.Writer) error { return c.copy(w, m) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *copies) copy(w io.Writer, m Media) error {
	in, err := c.open(m)
	if err != nil {
		return fmt.Errorf("copy media: %w", err)
	}
	defer in.Close()
	_, err = io.Copy(w, in)
	return err
}
