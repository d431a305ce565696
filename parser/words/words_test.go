package words

import "testing"

// TestLetters: Unaccent looks a letter up by its place.
func TestLetters(t *testing.T) {
	if a, u := len([]rune(accented)), len([]rune(unaccented)); a != u {
		t.Errorf("%d accented letters, %d without", a, u)
	}
}

func TestUnaccent(t *testing.T) {
	for in, want := range map[string]string{"février": "fevrier", "środa": "sroda", "plain": "plain", "März": "Marz", "июль": "июль", "μάρτιος": "μαρτιος"} {
		if got := Unaccent(in); got != want {
			t.Errorf("Unaccent(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLast(t *testing.T) {
	for _, test := range []struct {
		in, word string
		at       int
	}{{"Posted On", "on", 7}, {"le", "le", 0}, {"7 июля", "июля", 2}, {"on 7", "", 4}, {"", "", 0}} {
		if word, at := Last(test.in); word != test.word || at != test.at {
			t.Errorf("Last(%q) = %q, %d, want %q, %d", test.in, word, at, test.word, test.at)
		}
	}
}

func TestAbbreviates(t *testing.T) {
	for text, want := range map[string]bool{"Alan J": true, "Ing": true, "by Dr": true, "Lock": false, "J": false, "": false, "the end": false} {
		if got := Abbreviates(text); got != want {
			t.Errorf("Abbreviates(%q) = %v, want %v", text, got, want)
		}
	}
	for name, want := range map[string]bool{"Ing. Tomas Reed": true, "Alan J. Wherry": true, "It ends. Here": false} {
		if got := IsPersonName(name); got != want {
			t.Errorf("IsPersonName(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestUnlabelled(t *testing.T) {
	for name, want := range map[string]string{
		"Posted by Ann Peel":   "Ann Peel",
		"Lo dijo Nadia":        "Nadia",
		"ha scritto Bo Dahl":   "Bo Dahl",
		"Said Amrani":          "Said Amrani",
		"Leonardo da Vinci":    "Leonardo da Vinci",
		"Wrote-Lindgren, Asta": "Wrote-Lindgren, Asta",
	} {
		if got := Unlabelled(name); got != want {
			t.Errorf("Unlabelled(%q) = %q, want %q", name, got, want)
		}
	}
}
