package importer

import "hash/maphash"

// keySet is a set of texts that remembers their hashes only: eight bytes for an
// address of a hundred, of which a run may see a hundred thousand. That two of
// them meet by chance is a matter of one in a thousand million.
type keySet map[uint64]struct{}

var keySeed = maphash.MakeSeed()

func hashKey(key string) uint64 { return maphash.String(keySeed, key) }

func (s keySet) add(key string) { s[hashKey(key)] = struct{}{} }

func (s keySet) has(key string) bool { return s.holds(hashKey(key)) }

// holds is has for what hashKey gave.
func (s keySet) holds(hash uint64) bool {
	_, ok := s[hash]
	return ok
}
