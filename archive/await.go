package archive

import (
	"context"
	"io"
)

// await reads what may keep its reader waiting for ever, such as a pipe that nobody
// writes to, until ctx ends: opening and reading it cannot be called off.
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
