package media

import (
	"strconv"
	"strings"
)

// candidate is one image of a srcset.
type candidate struct {
	url  string
	size float64 // width in pixels, or density; 1 if not given
}

const space = " \t\r\n\f"

// parseSrcset parses a srcset as specified in HTML: an address may contain commas, but
// neither start nor end with one.
func parseSrcset(value string) (all []candidate) {
	for rest := value; ; {
		rest = strings.TrimLeft(rest, space+",")
		if rest == "" {
			return all
		}
		url := rest
		if end := strings.IndexAny(rest, space); end >= 0 {
			url = rest[:end]
		}
		rest = rest[len(url):]
		descriptor := ""
		if trimmed := strings.TrimRight(url, ","); trimmed != url {
			url = trimmed
		} else {
			descriptor, rest = cutDescriptor(rest)
		}
		all = append(all, candidate{url, sizeOf(descriptor)})
	}
}

// cutDescriptor cuts at a comma outside of parentheses.
func cutDescriptor(s string) (descriptor, rest string) {
	depth := 0
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth <= 0:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func sizeOf(descriptor string) float64 {
	for word := range strings.FieldsSeq(descriptor) {
		n, err := strconv.ParseFloat(strings.TrimRight(word, "wx"), 64)
		if err == nil && n > 0 && (strings.HasSuffix(word, "w") || strings.HasSuffix(word, "x")) {
			return n
		}
	}
	return 1
}

// largest returns the address of the largest candidate, the first one on a tie; "" if
// there is none.
func largest(all []candidate) string {
	best := candidate{}
	for _, c := range all {
		if c.size > best.size {
			best = c
		}
	}
	return best.url
}
