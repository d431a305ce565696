package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
)

// tally counts the bytes read through it.
type tally struct {
	io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// members decompresses the members of a gzip file and knows where each begins: a web
// archive has one per record, which can be read on its own.
type members struct {
	packed *bufio.Reader
	in     *tally // below packed
	z      *gzip.Reader
	out    int64    // bytes decompressed
	begun  []border // members whose start is known, in order
	failed bool     // the current member is broken
}

// border is the offset of a member in the decompressed and in the compressed data.
type border struct{ unpacked, packed int64 }

func newMembers(packed *bufio.Reader, in *tally) (*members, error) {
	m := &members{packed: packed, in: in, z: new(gzip.Reader)}
	return m, m.next()
}

// next starts the next member. It returns io.EOF at the end of the file.
func (m *members) next() error {
	at := border{m.out, m.in.n - int64(m.packed.Buffered())}
	if err := m.z.Reset(m.packed); err != nil {
		return err
	}
	m.z.Multistream(false)
	if n := len(m.begun); n > 0 && m.begun[n-1].unpacked == at.unpacked {
		m.begun = m.begun[:n-1] // an empty member
	}
	m.begun = append(m.begun, at)
	return nil
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		m.out += int64(n)
		if err != io.EOF {
			m.failed = err != nil
			return n, err
		}
		if n > 0 {
			return n, nil // io.EOF will be returned again
		}
		if err := m.next(); err != nil {
			m.failed = err != io.EOF
			return 0, err
		}
	}
}

// at returns the compressed offset of the member that begins at the given decompressed
// offset. ok is false if none does. Earlier members are forgotten.
func (m *members) at(unpacked int64) (packed int64, ok bool) {
	for len(m.begun) > 0 && m.begun[0].unpacked < unpacked {
		m.begun = m.begun[1:]
	}
	if len(m.begun) == 0 || m.begun[0].unpacked != unpacked {
		return 0, false
	}
	return m.begun[0].packed, true
}

// recover continues after a broken member, with what looks like the next one. It returns
// false if there is none.
func (m *members) recover() bool {
	for {
		head, err := m.packed.Peek(3)
		if err != nil {
			return false
		}
		if bytes.Equal(head, []byte{0x1f, 0x8b, 8}) && m.next() == nil {
			m.failed = false
			return true
		}
		if _, err := m.packed.Discard(1); err != nil {
			return false
		}
	}
}
