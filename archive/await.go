package archive

import (
	"context"
	"io"
)

// await returns a reader that fails when ctx ends, for files whose opening or reading may
// block forever and cannot be canceled, such as a pipe that nobody writes to.
func await(ctx context.Context, open func() (io.ReadCloser, error)) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		src, err := open()
		if err == nil {
			_, err = io.Copy(in, src)
			src.Close()
		}
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	return out
}
