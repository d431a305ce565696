package words

import "testing"

// TestLetters: Unaccent looks a letter up by its place.
func TestLetters(t *testing.T) {
	if a, u := len([]rune(accented)), len(unaccented); a != u {
		t.Errorf("%d accented letters, %d without", a, u)
	}
}

func TestUnaccent(t *testing.T) {
	for in, want := range map[string]string{"février": "fevrier", "środa": "sroda", "plain": "plain", "März": "Marz", "июль": "июль"} {
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
