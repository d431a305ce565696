package pattern

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// classify divides the characters into classes: every set of characters in the
// expression splits the classes that it contains a part of.
func (a *automaton) classify() {
	sets := [][]rune{{'\n', '\n'}, {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}} // for assertions
	for i := range a.prog.Inst {
		if set := setOf(&a.prog.Inst[i]); set != nil {
			sets = append(sets, set)
		}
	}
	slices.SortStableFunc(sets, slices.Compare)
	sets = slices.CompactFunc(sets, slices.Equal)
	a.bounds = []rune{0}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			a.bounds = append(a.bounds, set[i], set[i+1]+1)
		}
	}
	slices.Sort(a.bounds)
	a.bounds = slices.Compact(a.bounds)
	a.classes = make([]int, len(a.bounds))
	classes, inside := 1, []int(nil)
	for _, set := range sets {
		inside = slices.Grow(inside[:0], classes)[:classes]
		clear(inside)
		classes = a.split(set, inside)
	}
	a.number()
}

// split puts the characters of a set into classes of their own and returns the number of
// classes. inside is a buffer as long as there were classes before.
func (a *automaton) split(set []rune, inside []int) int {
	classes := len(inside)
	for i := 0; i < len(set); i += 2 {
		at, _ := slices.BinarySearch(a.bounds, set[i])
		for ; at < len(a.bounds) && a.bounds[at] <= set[i+1]; at++ {
			old := a.classes[at]
			if inside[old] == 0 {
				inside[old] = classes
				classes++
			}
			a.classes[at] = inside[old]
		}
	}
	return classes
}

// number renumbers the classes from 0 and finds an example of each.
func (a *automaton) number() {
	numbers := map[int]int{}
	for i, old := range a.classes {
		n, ok := numbers[old]
		if !ok {
			n = len(a.examples)
			numbers[old] = n
			a.examples = append(a.examples, a.bounds[i])
		}
		a.classes[i] = n
	}
	a.examples = append(a.examples, noRune)
	for r := range rune(utf8.RuneSelf) {
		a.ascii[r] = a.classOf(r)
	}
}

// classOf returns the class of a character.
func (a *automaton) classOf(r rune) int {
	at, found := slices.BinarySearch(a.bounds, r)
	if !found {
		at--
	}
	return a.classes[at]
}

// setOf returns the ranges of characters that an instruction matches, nil for other
// instructions. They do not overlap.
func setOf(inst *syntax.Inst) []rune {
	switch inst.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
	default:
		return nil
	}
	if len(inst.Rune) != 1 {
		return inst.Rune
	}
	first := inst.Rune[0]
	set := []rune{first, first}
	if syntax.Flags(inst.Arg)&syntax.FoldCase != 0 {
		for r := unicode.SimpleFold(first); r != first; r = unicode.SimpleFold(r) {
			set = append(set, r, r)
		}
	}
	return set
}
