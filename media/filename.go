package media

import (
	"mime"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxStem is the maximum size of the readable part of a name in bytes: with digest and
// extension it is well below the limits of file systems and archives.
const maxStem = 60

// fileNames returns candidates for the name of a file in the folder, in order of preference.
// They are valid on every system and do not differ only in case. The last one is unique to
// the content.
func fileNames(u *url.URL, disposition, ext, digest string) []string {
	stem := stemOf(u, disposition)
	names := []string{stem + ext}
	for _, length := range []int{8, len(digest)} {
		names = append(names, stem+"-"+digest[:length]+ext)
	}
	return names
}

// stemOf returns a readable name without extension: as sent by the server, or else the
// last part of the address that is a name.
func stemOf(u *url.URL, disposition string) string {
	if _, params, err := mime.ParseMediaType(disposition); err == nil {
		if stem := safeStem(bareName(path.Base(strings.ReplaceAll(params["filename"], `\`, "/")))); stem != "" {
			return stem
		}
	}
	parts := strings.Split(u.Path, "/")
	for i := len(parts) - 1; i >= 0; i-- {
		name := bareName(parts[i])
		if guid.MatchString(name) {
			continue
		}
		if stem := safeStem(name); stem != "" {
			return stem
		}
	}
	return "file"
}

var guid = regexp.MustCompile(`(?i)^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$`)

// bareName removes the extensions of types and server scripts.
func bareName(name string) string {
	for {
		ext := path.Ext(name)
		known := strings.ToLower(strings.TrimPrefix(ext, "."))
		if ext == "" || ext == name || !isFileEnding(known) && !serverEndings[known] {
			return name
		}
		name = strings.TrimSuffix(name, ext)
	}
}

// safeStem keeps letters and digits of all scripts, and replaces everything else by
// hyphens, even dots, since servers run photo.php.jpg.
func safeStem(name string) string {
	name = strings.ToValidUTF8(name, "-") // required for normalization
	name = norm.NFC.String(cases.Fold().String(norm.NFKC.String(name)))
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == '_' || r == utf8.RuneError:
			r = '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		default:
			r = '-'
		}
		if r == '-' && (b.Len() == 0 || strings.HasSuffix(b.String(), "-")) {
			continue
		}
		if b.Len()+utf8.RuneLen(r) > maxStem {
			break
		}
		b.WriteRune(r)
	}
	stem := strings.TrimRight(b.String(), "-")
	if reserved.MatchString(stem) {
		return "file-" + stem
	}
	return stem
}

// reserved matches the names of Windows devices.
var reserved = regexp.MustCompile(`^(?:con|prn|aux|nul|conin|conout|com\d|lpt\d)$`)
