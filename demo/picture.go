package demo

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// isMedia reports whether a path leads to an image or file.
func isMedia(path string) bool {
	path = strings.ToLower(path)
	for _, folder := range []string{"/getattachment/", "/getmedia/", "/getfile/", "/wl/media/", "/app_themes/"} {
		if strings.HasPrefix(path, folder) {
			return true
		}
	}
	return false
}

// media serves a file like the old server: the address does not show its type, and images
// have the requested size.
func (s *Site) media(r *http.Request) *answer {
	name := strings.TrimSuffix(path.Base(r.URL.Path), ".aspx")
	a := plainAnswer(http.StatusOK, "", "")
	var ext string
	switch {
	case strings.HasSuffix(name, ".pdf"), strings.HasPrefix(strings.ToLower(r.URL.Path), "/getfile/"):
		ext = ".pdf"
		a.body = leaflet(name)
		a.header.Set("Content-Type", "application/pdf")
	case strings.HasSuffix(name, ".jpg"), strings.HasPrefix(query(r, "ext"), ".jp"):
		ext = ".jpg"
		a.body = photo(r.URL, encodeJPEG)
		a.header.Set("Content-Type", "image/jpeg")
	default:
		ext = ".png"
		a.body = photo(r.URL, png.Encode)
		a.header.Set("Content-Type", "image/png")
	}
	a.header.Set("Content-Disposition", `inline; filename="`+strings.TrimSuffix(name, ext)+ext+`"`)
	return a
}

func encodeJPEG(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }

// photo returns the image at an address: water, bank and sky in colors that depend on the
// address, in the requested size.
func photo(u *url.URL, encode func(io.Writer, image.Image) error) []byte {
	seed, _ := hex.DecodeString(hash("picture", strings.ToLower(u.Path)))
	width, height := pictureSize(u.Query(), 960+int(seed[0]), 640+int(seed[1])/2)
	palette := color.Palette{
		color.RGBA{0x90 + seed[2]/4, 0xb0 + seed[3]/4, 0xff, 0xff},
		color.RGBA{seed[4] / 2, 0x60 + seed[5]/2, 0x20, 0xff},
		color.RGBA{0x10, 0x30 + seed[6]/4, 0x50 + seed[7]/4, 0xff},
	}
	m := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	for i := range m.Pix {
		m.Pix[i] = uint8(i / m.Stride * len(palette) / height)
	}
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		panic(fmt.Sprintf("demo: encode a picture: %v", err)) // a buffer never fails
	}
	return b.Bytes()
}

// pictureSize returns the size of an image scaled by width, height and maxsidesize. It is
// never enlarged.
func pictureSize(q url.Values, width, height int) (int, int) {
	scale := 1.0
	for name, side := range map[string]int{"width": width, "height": height, "maxsidesize": max(width, height)} {
		if n, err := strconv.Atoi(q.Get(name)); err == nil && n > 0 {
			scale = min(scale, float64(n)/float64(side))
		}
	}
	return max(1, int(float64(width)*scale)), max(1, int(float64(height)*scale))
}

// leaflet returns a PDF with one page that shows its name.
func leaflet(name string) []byte {
	var b bytes.Buffer
	var offsets []int
	b.WriteString("%PDF-1.4\n")
	text := fmt.Sprintf("BT /F1 24 Tf 72 720 Td (%s) Tj ET", strings.NewReplacer("(", "", ")", "", `\`, "").Replace(name))
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}
