package store

import (
	"context"
	"database/sql"
	"sync"

	"modernc.org/sqlite"
)

// Lengths of the write-ahead log in pages of 4 KB: of what is copied into the
// database file at a time, as SQLite does by default, and of the whole log.
const (
	checkpointAfter = 1000
	longestLog      = 8000
)

// checkpointer copies what was written from the log into the database file, on a
// connection of its own: that waits for the disk, and the writer need not.
type checkpointer struct {
	mu   sync.Mutex
	conn *sql.Conn // nil until started
	due  chan struct{}
	done sync.WaitGroup

	// Of the pages that the writer has written so far:
	asked int // how many they were when a checkpoint was last due
	begun int // and when the log last began anew
}

// start opens the connection, which has to find a database with a log.
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
		c.checkpoint() // while nobody writes: only then does the log begin anew
		c.asked, c.begun = written, written
	case written-c.asked >= checkpointAfter:
		c.asked = written
		select {
		case c.due <- struct{}{}:
		default: // one is due already
		}
	}
}

// checkpoint loses nothing where it fails: all of it is still in the log.
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
