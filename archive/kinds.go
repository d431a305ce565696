package archive

// kind is a sort of file that is more than a bare page. A reader yields as many
// pages as the file holds and returns false when nobody wants more.
type kind struct {
	is   func(f *file) bool
	read func(r *reader, f *file) bool
}

// kinds are tried in order; what is none of them is read as one document.
var kinds = []kind{
	{isMHTML, readMHTML},
}
