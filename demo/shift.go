package demo

import (
	"slices"
	"time"
)

// Shift changes the blog during a crawl.
type Shift struct {
	// At is the number of the listing request, counted from 1, that is the first
	// to see the changes. 0 makes them at the first request of all.
	At int
	Do []Change
}

// Change is one thing that happens to the blog. What names a post that is not
// there changes nothing.
type Change func(*edition)

// Publish adds posts; their dates decide where. A date in the past makes a
// back-dated insertion.
func Publish(posts ...Post) Change {
	return func(e *edition) { e.posts = append(clonePosts(posts), e.posts...) }
}

// PublishNew adds n made-up posts newer than all others.
func PublishNew(n int) Change {
	return func(e *edition) {
		newest := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)
		if len(e.posts) > 0 {
			newest = e.posts[0].Date
		}
		e.posts = append(Fresh(n, newest), e.posts...)
	}
}

// Delete removes posts by path; their addresses answer 404.
func Delete(paths ...string) Change {
	return each(paths, func(e *edition, i int) { e.remove(i) })
}

// DeleteAt removes the post at that place of the list, counted from 0; -1 is the last.
func DeleteAt(place int) Change {
	return func(e *edition) {
		if place < 0 {
			place += len(e.posts)
		}
		if place >= 0 && place < len(e.posts) {
			e.remove(place)
		}
	}
}

// Restore brings deleted posts back as they were.
func Restore(paths ...string) Change {
	return func(e *edition) {
		for _, path := range paths {
			if p, found := e.gone[key(path)]; found {
				delete(e.gone, key(path))
				e.posts = append(e.posts, p)
			}
		}
	}
}

// Edit changes a post in place.
func Edit(path string, edit func(*Post)) Change {
	return each([]string{path}, func(e *edition, i int) { edit(&e.posts[i]) })
}

// Rename changes the title of a post.
func Rename(path, title string) Change {
	return Edit(path, func(p *Post) { p.Title = title })
}

// Move changes the permalink of a post; the old one redirects to it or returns 404.
func Move(from, to string, redirect bool) Change {
	return each([]string{from}, func(e *edition, i int) {
		e.posts[i].Path = to
		if redirect {
			e.moved[key(from)] = to
		}
	})
}

// Hide keeps a post counted but no longer shown.
func Hide(paths ...string) Change {
	return each(paths, func(e *edition, i int) { e.posts[i].Hidden = true })
}

// Show undoes Hide.
func Show(paths ...string) Change {
	return each(paths, func(e *edition, i int) { e.posts[i].Hidden = false })
}

// AddComment adds a comment to a post.
func AddComment(path string, c Comment) Change {
	return Edit(path, func(p *Post) { p.Comments = append(p.Comments, c) })
}

// Redesign changes the template.
func Redesign(t Template) Change {
	return func(e *edition) { e.template = t }
}

// each does something to every post of the given paths that is there.
func each(paths []string, do func(e *edition, i int)) Change {
	return func(e *edition) {
		for _, path := range paths {
			if i := e.find(path); i >= 0 {
				do(e, i)
			}
		}
	}
}

func (e *edition) remove(i int) {
	e.gone[key(e.posts[i].Path)] = e.posts[i]
	e.posts = slices.Delete(e.posts, i, i+1)
}

// apply makes the changes.
func (e *edition) apply(changes []Change) {
	for _, change := range changes {
		change(e)
	}
	e.sort()
	e.modified = e.modified.Add(time.Hour)
}
