// Package namefile reads and writes authors.yaml and tags.yaml: the new names of authors,
// tags and categories. A file is generated from the stored posts, edited by the user, and
// updated when there are more posts.
//
// An update only inserts lines, at the top of a section, so that the user's edits and
// comments are kept.
//
//	namefile.go  the content of a file
//	read.go      parsing a file
//	settle.go    old names that are merged, and names that clash
//	count.go     names found in posts
//	people.go    names that may be the same person
//	write.go     writing a file
package namefile

// Sections of a file. Each maps old names to entries.
const (
	Authors    = "authors"
	Tags       = "tags"
	Categories = "categories"
)

// Kinds of entries for tags and categories.
const (
	Tag      = "tag"
	Category = "category"
	Drop     = "drop"
)

// Entry is what an old name is mapped to.
type Entry struct {
	Old   string // as in posts, ignoring case
	Name  string // the new name
	Login string // of an author, "" to generate it from the name
	Email string // of an author, "" for none
	Slug  string // "" to generate it from the name
	Kind  string // of a tag or category: Tag, Category or Drop

	line int // line in the file
}

// File is the content of a file by section.
type File map[string][]Entry
