package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// userFileLimit is the maximum size of a file written by hand. A file of 100,000
// names has a third of it.
const userFileLimit = 16 << 20

// readUserFile reads a file that a person maintains: names, settings, a profile. It
// rejects devices and pipes, on which opening or reading might block forever.
func readUserFile(name string) ([]byte, error) {
	if err := checkUserFile(name); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// Virtual files, as in /proc, report size 0.
	data, err := io.ReadAll(io.LimitReader(f, userFileLimit+1))
	if len(data) > userFileLimit {
		return nil, tooLong(name)
	}
	return data, err
}

func checkUserFile(name string) error {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return &os.PathError{Op: "read", Path: name, Err: errors.New("is a folder")}
	case !info.Mode().IsRegular():
		return &os.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	case info.Size() > userFileLimit:
		return tooLong(name)
	}
	return nil
}

func tooLong(name string) error {
	return &os.PathError{Op: "read", Path: name, Err: fmt.Errorf("longer than %d MiB", userFileLimit>>20)}
}
