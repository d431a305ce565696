package store

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

// Lengths of the write-ahead log in pages of 4 KB: after which a checkpoint is due
// (SQLite's default), and after which it blocks the writer.
const (
	checkpointAfter = 1000
	longestLog      = 8000
)

// checkpointer copies the write-ahead log into the database file on its own connection,
// so that the writer does not wait for the disk.
type checkpointer struct {
	mu   sync.Mutex
	conn *sql.Conn // nil until started
	due  chan struct{}
	done sync.WaitGroup

	// Number of pages written
	asked int // when a checkpoint was last requested
	begun int // when the log was last reset
}

// start opens the connection. The database must be in WAL mode.
func (c *checkpointer) start(ctx context.Context, pool *sql.DB) (err error) {
	if c.conn, err = pool.Conn(ctx); err != nil {
		return err
	}
	c.due = make(chan struct{}, 1)
	c.done.Go(func() {
		for range c.due {
			c.checkpoint()
		}
	})
	return nil
}

// committed is called by the writer after each transaction.
func (c *checkpointer) committed(writer *sql.Conn) {
	if c.conn == nil {
		return
	}
	written := c.asked
	_ = writer.Raw(func(conn any) (err error) {
		written, _, err = conn.(sqlite.DBStatus).Status(sqlite.DBStatusCacheWrite, false)
		return err
	})
	switch {
	case written-c.begun >= longestLog:
		c.checkpoint() // while nobody writes, so that the log is reset
		c.asked, c.begun = written, written
	case written-c.asked >= checkpointAfter:
		c.asked = written
		select {
		case c.due <- struct{}{}:
		default: // already requested
		}
	}
}

// checkpoint ignores errors: everything is still in the log.
func (c *checkpointer) checkpoint() {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)")
}

func (c *checkpointer) close() error {
	if c.conn == nil {
		return nil
	}
	close(c.due)
	c.done.Wait()
	return c.conn.Close()
}
