package export

// Kinds of Change.
const (
	Dropped = "dropped" // is missing at the destination
	Merged  = "merged"  // would be merged with another one if left unchanged
	Cut     = "cut"     // is truncated
	Renamed = "renamed" // has another name or address
	Altered = "altered" // differs in another way
)

// Change is something in a post that the destination cannot accept unchanged, and what the
// export does about it. It is passed to Options.Warn; `export --preflight` collects it
// without writing anything.
type Change struct {
	Kind string // one of the kinds above
	What string // what it is, and what becomes of it
}

func (c *Change) Error() string { return c.Kind + ": " + c.What }
