package interop

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// need skips the test if a program is not installed.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			missing(t, err)
		}
	}
}

// missing ends a test for which something is not installed.
func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("BLOGFERRY_REAL") == "1" {
		t.Fatal(err)
	}
	t.Skipf("not installed: %v", err)
}

// runTime is how long a program may take on a busy machine.
const runTime = 5 * time.Minute

// command returns a program to be started in a folder with an extended environment. It
// is killed after runTime.
func command(t *testing.T, dir string, env []string, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), runTime)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// run runs a program that must succeed and returns its output.
func run(t *testing.T, dir string, name string, args ...string) (stdout, stderr string) {
	t.Helper()
	return mustRun(t, command(t, dir, nil, name, args...))
}

func mustRun(t *testing.T, cmd *exec.Cmd) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s\n%s", strings.Join(cmd.Args, " "), err, out.String(), errs.String())
	}
	return out.String(), errs.String()
}
