package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// application is the application_id in our SQLite files: "blfr".
const application = 0x626c6672

// migrations returns the scripts from an empty file to the current schema; script n leads
// to user_version n.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql") // sorted by number
	if err != nil {
		return nil, err
	}
	var steps []string
	for _, name := range names {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, string(text))
	}
	return steps, nil
}

// migrate brings the schema up to date in one transaction, so that a killed process leaves
// it unchanged. Two processes may do so at once: each checks the version after it got the
// lock.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	if err := db.writes.run(ctx, func(t *tx) error { return checkOurs(t, len(steps)) }); err != nil {
		return err
	}
	// Not earlier, since it writes to the file. WAL mode lets readers continue while a
	// page is stored.
	if err := db.writes.execRetry(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	return db.writes.run(ctx, func(t *tx) (err error) {
		for done := false; !done && err == nil; {
			done, err = step(t, steps)
		}
		return err
	})
}

// checkOurs rejects another program's database and a newer one.
func checkOurs(t *tx, newest int) error {
	var app, tables, version int
	if _, err := t.one("PRAGMA application_id", nil, &app); err != nil {
		return err
	}
	if _, err := t.one("SELECT count(*) FROM sqlite_master", nil, &tables); err != nil {
		return err
	}
	if app != application && tables > 0 {
		return fmt.Errorf("%w but one of another program", ErrNotDatabase)
	}
	if _, err := t.one("PRAGMA user_version", nil, &version); err != nil {
		return err
	}
	return checkNumber(version, newest)
}

// step runs the next migration, if there is one.
func step(t *tx, steps []string) (done bool, err error) {
	var version int
	if _, err := t.one("PRAGMA user_version", nil, &version); err != nil {
		return false, err
	}
	if version >= len(steps) {
		return true, checkNumber(version, len(steps)) // another process may have migrated it
	}
	script := fmt.Sprintf("%s; PRAGMA user_version = %d; PRAGMA application_id = %d;", steps[version], version+1, application)
	if _, err := t.w.conn.ExecContext(t.ctx, script); err != nil {
		return false, fmt.Errorf("migrate to schema %d: %w", version+1, explain(err))
	}
	return false, nil
}

func checkNumber(version, newest int) error {
	if version > newest {
		return fmt.Errorf("%w: it has schema %d, this program knows %d", ErrNewer, version, newest)
	}
	return nil
}

// checkVersion checks a database that is opened for reading.
func checkVersion(ctx context.Context, pool *sql.DB) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	var app, tables, version int
	err = errors.Join(
		pool.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app),
		pool.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables),
		pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version),
	)
	if err != nil {
		return err
	}
	if app == 0 && tables == 0 {
		return ErrNotFound // the creating process was killed
	}
	if app != application {
		return fmt.Errorf("%w but one of another program", ErrNotDatabase)
	}
	if version < len(steps) {
		return fmt.Errorf("%w: it has schema %d, this program needs %d", ErrOlder, version, len(steps))
	}
	return checkNumber(version, len(steps))
}
