package export

// Kinds of Change.
const (
	Dropped = "dropped" // is not in the new home
	Merged  = "merged"  // would become one with another one there, if left as it is
	Cut     = "cut"     // is shorter there
	Renamed = "renamed" // has another name or address there
	Altered = "altered" // differs there in another way
)

// Change is something about a post that a destination cannot take as it is, and
// what the export does about it. Options.Warn gets it when it is written;
// `export --preflight` writes to nowhere and collects it.
type Change struct {
	Kind string // one of the kinds above
	What string // what of the post, and what becomes of it
}

func (c *Change) Error() string { return c.Kind + ": " + c.What }
