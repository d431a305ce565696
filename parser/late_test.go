package parser

import (
	"testing"

	"github.com/blogferry/blogferry/parser/pattern"
)

func TestLateRegexps(t *testing.T) {
	all := pattern.All()
	if len(all) < 20 {
		t.Fatalf("only %d expressions", len(all))
	}
	for _, r := range all {
		r() // panics if it is broken
	}
}
