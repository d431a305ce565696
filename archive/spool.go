package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

const (
	spoolMemory = 16 << 20 // bytes kept in memory before a temporary file is used
	spoolFile   = 4 << 30  // maximum size of an archive within an archive
)

// Spool keeps data that can be read only once, in memory or in temporary files. The zero
// value is ready for use. Close it when no page will be read again.
type Spool struct {
	mu     sync.Mutex
	bodies *os.File // all bodies, one after the other; nil while they are in memory
	size   int64    // of all bodies
	files  []string
}

// keep stores a body and returns a function that reads it. A nil spool keeps it in memory.
func (s *Spool) keep(body []byte) func() ([]byte, error) {
	if s == nil {
		return func() ([]byte, error) { return body, nil }
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := int64(len(body))
	if s.bodies == nil && s.size+n <= spoolMemory {
		s.size += n
		return func() ([]byte, error) { return body, nil }
	}
	if s.bodies == nil {
		file, err := s.create()
		if err != nil {
			return func() ([]byte, error) { return nil, err }
		}
		s.bodies, s.size = file, 0
	}
	file, at := s.bodies, s.size
	s.size += n
	if _, err := file.WriteAt(body, at); err != nil {
		return func() ([]byte, error) { return nil, err }
	}
	return func() ([]byte, error) { return io.ReadAll(io.NewSectionReader(file, at, n)) }
}

// create creates a temporary file that Close removes. The caller holds the lock.
func (s *Spool) create() (*os.File, error) {
	file, err := os.CreateTemp("", "blogferry-*")
	if err == nil {
		s.files = append(s.files, file.Name())
	}
	return file, err
}

// file copies src to a temporary file.
func (s *Spool) file(src io.Reader) (*place, error) {
	s.mu.Lock()
	file, err := s.create()
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(file, io.LimitReader(src, spoolFile+1))
	if err == nil && n > spoolFile {
		err = fmt.Errorf("it is longer than %s; unpack it first", megabytes(spoolFile))
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return &place{path: file.Name(), size: n}, nil
}

// Close removes the temporary files.
func (s *Spool) Close() error {
	var errs []error
	if s.bodies != nil {
		errs = append(errs, s.bodies.Close())
	}
	for _, path := range s.files {
		errs = append(errs, os.Remove(path))
	}
	*s = Spool{}
	return errors.Join(errs...)
}
