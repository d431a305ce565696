package export

// Kinds of Change.
const (
	Dropped = "dropped" // is not in the new home
	Merged  = "merged"  // would become one with another one there, if left as it is
	Cut     = "cut"     // is shorter there
	Renamed = "renamed" // has another name or address there
	Altered = "altered" // differs there in another way
)

// Change is something in a post that the destination cannot accept unchanged, and what the
// export does about it. It is passed to Options.Warn; `export --preflight` collects it
// without writing anything.
type Change struct {
	Kind string // one of the kinds above
	What string // what of the post, and what becomes of it
}

func (c *Change) Error() string { return c.Kind + ": " + c.What }
