// Package namefile reads and writes authors.yaml and tags.yaml: the new names of authors,
// tags and categories. A file is generated from the stored posts, edited by the user, and
// updated when there are more posts.
//
// An update only inserts lines, at the top of a section, so that the user's edits and
// comments are kept.
//
//	namefile.go  what a file says
//	read.go      a file's text to what it says
//	settle.go    several old names that become one, and names that clash
//	count.go     names found in posts
//	people.go    names that may be one person's
//	write.go     names to a file's text
package namefile

// Sections of a file. Each lists old names, and under each what becomes of it.
const (
	Authors    = "authors"
	Tags       = "tags"
	Categories = "categories"
)

// What becomes of a tag or category.
const (
	Tag      = "tag"
	Category = "category"
	Drop     = "drop"
)

// Entry is what becomes of one old name.
type Entry struct {
	Old   string // as posts write it; case does not matter
	Name  string // what it becomes
	Login string // of an author, "" to have one made from the name
	Email string // of an author, "" for none
	Slug  string // "" to have one made from the name
	Kind  string // of a tag or category: Tag, Category or Drop

	line int // where it stands
}

// File is what a file says, by section.
type File map[string][]Entry
