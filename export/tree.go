package export

import "io"

// Tree is a folder that an export fills.
type Tree interface {
	// File writes one file, whole or not at all. Its name is a path with slashes,
	// relative to the folder.
	File(name string, write func(io.Writer) error) error
}

// Discard is a Tree that discards all files, for a preflight.
type Discard struct{}

// File implements Tree.
func (Discard) File(_ string, write func(io.Writer) error) error { return write(io.Discard) }
