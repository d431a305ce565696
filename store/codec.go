package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// plain returns the codec without a dictionary. It is safe for concurrent use.
var plain = sync.OnceValues(func() (*codec, error) { return newCodec(0, nil) })

// codec compresses and decompresses with one dictionary, or with none.
type codec struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

// window is the encoder's window size. Few pages are longer, and an encoder keeps twice
// as much in memory.
const window = 1 << 20

// newCodec uses the fastest level: the next one saves 5 % on real pages, takes 50 %
// longer, and needs megabytes of tables.
func newCodec(id int64, dictionary []byte) (*codec, error) {
	enc := []zstd.EOption{zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithEncoderLevel(zstd.SpeedFastest)}
	dec := []zstd.DOption{zstd.WithDecoderLowmem(true), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1 << 30)}
	if dictionary != nil {
		// Frames do not name their dictionary: with a raw one, the zstd program would refuse
		// them. Earlier databases have frames that do.
		enc = append(enc, zstd.WithEncoderDictRaw(0, dictionary))
		dec = append(dec, zstd.WithDecoderDictRaw(0, dictionary), zstd.WithDecoderDictRaw(uint32(id), dictionary))
	}
	e, err := zstd.NewWriter(nil, enc...)
	if err != nil {
		return nil, fmt.Errorf("make zstd encoder: %w", err)
	}
	d, err := zstd.NewReader(nil, dec...)
	if err != nil {
		return nil, fmt.Errorf("make zstd decoder: %w", err)
	}
	return &codec{enc: e, dec: d}, nil
}

// pack never returns nil: an empty document is a document.
func (c *codec) pack(data []byte) []byte {
	if len(data) == 0 {
		return []byte{}
	}
	return c.enc.EncodeAll(data, nil)
}

func (c *codec) unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return []byte{}, nil
	}
	return c.dec.DecodeAll(packed, nil)
}

func (c *codec) close() {
	c.dec.Close()
	_ = c.enc.Close() // it has no stream to flush
}

// packJSON returns v as compressed JSON.
func packJSON(v any) ([]byte, error) {
	data, err := marshal(v)
	if err != nil {
		return nil, err
	}
	c, err := plain()
	if err != nil {
		return nil, err
	}
	return c.pack(data), nil
}

func unpackJSON(packed []byte, v any) error {
	c, err := plain()
	if err != nil {
		return err
	}
	data, err := c.unpack(packed)
	if err != nil {
		return fmt.Errorf("unpack: %w", err)
	}
	return json.Unmarshal(data, v)
}

// marshal is json.Marshal without HTML escaping.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func jsonText(v any) (string, error) {
	data, err := marshal(v)
	return string(data), err
}

func digest(data []byte) []byte {
	sum := sha256.Sum256(data)
	return sum[:]
}

// dictionaries caches codecs by dictionary id. Dictionary rows never change.
type dictionaries struct {
	mu     sync.Mutex
	codecs map[int64]*codec
}

// maxDictionaries bounds the memory of a process that works on many sources.
const maxDictionaries = 8

// get returns the codec of a dictionary. text loads the dictionary if it is not cached.
func (d *dictionaries) get(id int64, text func() ([]byte, error)) (*codec, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.codecs[id]; ok {
		return c, nil
	}
	data, err := text()
	if err != nil {
		return nil, err
	}
	c, err := newCodec(id, data)
	if err != nil {
		return nil, err
	}
	if len(d.codecs) >= maxDictionaries || d.codecs == nil {
		// Not closed: another goroutine may be reading with one of them.
		d.codecs = map[int64]*codec{}
	}
	d.codecs[id] = c
	return c, nil
}

// drop removes a codec whose dictionary was rolled back.
func (d *dictionaries) drop(id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.codecs, id)
}

func (d *dictionaries) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.codecs {
		c.close()
	}
	d.codecs = nil
}
