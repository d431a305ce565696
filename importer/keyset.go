package importer

import "hash/maphash"

// keySet is a set of strings that stores only their 64-bit hashes, since a run may see
// a hundred thousand addresses of a hundred bytes each. A collision is unlikely: less
// than one in a billion.
type keySet map[uint64]struct{}

var keySeed = maphash.MakeSeed()

func hashKey(key string) uint64 { return maphash.String(keySeed, key) }

func (s keySet) add(key string) { s[hashKey(key)] = struct{}{} }

func (s keySet) has(key string) bool { return s.holds(hashKey(key)) }

// holds is has for a result of hashKey.
func (s keySet) holds(hash uint64) bool {
	_, ok := s[hash]
	return ok
}
