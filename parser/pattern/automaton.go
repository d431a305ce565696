package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// automaton is a DFA, built lazily as in RE2, that decides whether an expression matches
// anywhere in a text, in one step per character. Package regexp has none, and takes at
// least twenty times as long for a text that does not match, as most do not: that was a
// fifth of the time for a page. It may be used by several goroutines.
type automaton struct {
	prog     *syntax.Prog
	anchored bool           // matches can only start at the start of the text
	asserts  syntax.EmptyOp // the assertions in the expression

	// Characters that the expression does not distinguish are in one class.
	bounds   []rune // the starts of ranges of one class
	classes  []int  // of these ranges
	ascii    [utf8.RuneSelf]int
	examples []rune // one character of each class; the last is the end of the text

	start  *state
	mu     sync.Mutex // for the fields below
	states map[string]*state
	seen   []bool // for closure
}

// state is a set of instructions at which matches may continue.
type state struct {
	pcs    []uint32
	before rune                    // stands for the preceding character, see lookBehind
	next   []atomic.Pointer[state] // by class of the next character, nil if not built yet
	final  bool
}

// The final states.
var (
	matched  = &state{final: true}
	failed   = &state{final: true}
	tooLarge = &state{final: true} // more than maxStates are needed
)

// maxStates limits the memory of an automaton to some 700 KB. Real blogs in twenty
// languages need up to 326 states, and 4 MB for all expressions together.
const maxStates = 500

// noRune stands for the start and the end of a text, as in package syntax.
const noRune = -1

func newAutomaton(text string) (*automaton, error) {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, err
	}
	a := &automaton{prog: prog, anchored: prog.StartCond()&syntax.EmptyBeginText != 0, states: map[string]*state{}, seen: make([]bool, len(prog.Inst))}
	for i := range prog.Inst {
		if inst := &prog.Inst[i]; inst.Op == syntax.InstEmptyWidth {
			a.asserts |= syntax.EmptyOp(inst.Arg)
		}
	}
	a.classify()
	a.start = a.state([]uint32{uint32(prog.Start)}, noRune)
	return a, nil
}

// matches reports whether the expression matches somewhere in a text. It is not sure if
// that takes too many states.
func (a *automaton) matches(text string) (yes, sure bool) {
	s := a.start
	for i := 0; i <= len(text); i++ {
		var class int
		switch {
		case i == len(text):
			class = len(a.examples) - 1
		case text[i] < utf8.RuneSelf:
			class = a.ascii[text[i]]
		default:
			r, width := utf8.DecodeRuneInString(text[i:])
			class = a.classOf(r)
			i += width - 1
		}
		next := s.next[class].Load()
		if next == nil {
			next = a.step(s, class)
		}
		if next.final {
			return next == matched, next != tooLarge
		}
		s = next
	}
	return false, false // unreachable: the state after the end is final
}

// step builds the state after s and a character of a class.
func (a *automaton) step(s *state, class int) *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.seen)
	r := a.examples[class]
	c := closure{prog: a.prog, seen: a.seen, holds: syntax.EmptyOpContext(s.before, r), r: r}
	for _, pc := range s.pcs {
		c.follow(pc)
	}
	next := failed
	switch {
	case c.matched:
		next = matched
	case r != noRune:
		if !a.anchored {
			c.next = append(c.next, uint32(a.prog.Start))
		}
		next = a.state(c.next, a.lookBehind(r))
	}
	if next != tooLarge {
		s.next[class].Store(next)
	}
	return next
}

// lookBehind returns the character that stands for r where it precedes an assertion: the
// same for all that make no difference, to keep states few.
func (a *automaton) lookBehind(r rune) rune {
	switch {
	case r == '\n' && a.asserts&syntax.EmptyBeginLine != 0:
		return '\n'
	case syntax.IsWordChar(r) && a.asserts&(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0:
		return 'a'
	}
	return ' '
}

// state returns the state for a set of instructions.
func (a *automaton) state(pcs []uint32, before rune) *state {
	if len(pcs) == 0 {
		return failed
	}
	slices.Sort(pcs)
	pcs = slices.Compact(pcs)
	key := binary.AppendVarint(nil, int64(before))
	for _, pc := range pcs {
		key = binary.AppendUvarint(key, uint64(pc))
	}
	s := a.states[string(key)]
	switch {
	case s != nil:
	case len(a.states) == maxStates:
		return tooLarge
	default:
		s = &state{pcs: pcs, before: before, next: make([]atomic.Pointer[state], len(a.examples))}
		a.states[string(key)] = s
	}
	return s
}

// closure follows instructions up to the next character and past it.
type closure struct {
	prog    *syntax.Prog
	seen    []bool         // by instruction
	holds   syntax.EmptyOp // the assertions that hold before the character
	r       rune           // the character
	next    []uint32       // instructions after it
	matched bool           // a match ends before it
}

func (c *closure) follow(pc uint32) {
	if c.seen[pc] || c.matched {
		return
	}
	c.seen[pc] = true
	switch inst := &c.prog.Inst[pc]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		c.follow(inst.Out)
		c.follow(inst.Arg)
	case syntax.InstCapture, syntax.InstNop:
		c.follow(inst.Out)
	case syntax.InstEmptyWidth:
		if syntax.EmptyOp(inst.Arg)&^c.holds == 0 {
			c.follow(inst.Out)
		}
	case syntax.InstMatch:
		c.matched = true
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		if c.r != noRune && inst.MatchRune(c.r) {
			c.next = append(c.next, inst.Out)
		}
	}
}
