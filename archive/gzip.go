package archive

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
)

// tally counts what is read through it.
type tally struct {
	io.Reader
	n int64
}

func (t *tally) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.n += int64(n)
	return n, err
}

// members unpacks gzip members, one after the other, and knows where each begins:
// a web archive has one for each record, which can be read by itself.
type members struct {
	packed *bufio.Reader
	in     *tally // below packed
	z      *gzip.Reader
	out    int64    // bytes unpacked
	begun  []border // the latest last
	failed bool     // the member at hand is broken
}

// border is the beginning of a member.
type border struct{ unpacked, packed int64 }

func newMembers(packed *bufio.Reader, in *tally) (*members, error) {
	m := &members{packed: packed, in: in, z: new(gzip.Reader)}
	return m, m.next()
}

// next begins a member. Its error at the end of the file is io.EOF.
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
			return n, nil // the end comes again
		}
		if err := m.next(); err != nil {
			m.failed = err != io.EOF
			return 0, err
		}
	}
}

// at is the place in the packed file of a member that begins at that unpacked byte,
// false if none does. Earlier ones are forgotten.
func (m *members) at(unpacked int64) (packed int64, ok bool) {
	for len(m.begun) > 0 && m.begun[0].unpacked < unpacked {
		m.begun = m.begun[1:]
	}
	if len(m.begun) == 0 || m.begun[0].unpacked != unpacked {
		return 0, false
	}
	return m.begun[0].packed, true
}

// recover goes on behind a broken member, at what looks like the next one. It is
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
