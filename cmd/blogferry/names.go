package main

import (
	"fmt"

	"github.com/blogferry/blogferry/export"
	"github.com/blogferry/blogferry/internal/namefile"
)

// readNames reads the files of new author and tag names; "" means no file. Names
// that a file does not list stay as they are.
func readNames(authorsFile, tagsFile string) (export.Names, error) {
	authors, err := readNameFile(authorsFile, namefile.Authors)
	if err != nil {
		return export.Names{}, err
	}
	terms, err := readNameFile(tagsFile, namefile.Tags, namefile.Categories)
	return export.Names{
		Authors:    newAuthors(authors[namefile.Authors]),
		Tags:       newTerms(terms[namefile.Tags]),
		Categories: newTerms(terms[namefile.Categories]),
	}, err
}

func readNameFile(file string, sections ...string) (namefile.File, error) {
	if file == "" {
		return nil, nil
	}
	data, err := readNameText(file)
	if err != nil {
		return nil, err
	}
	names, err := namefile.Read(file, data, sections...)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return names, nil
}

func readNameText(file string) ([]byte, error) {
	data, err := readUserFile(file)
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("read names %s: %w", file, cause(err)), hint: `"blogferry map" writes authors.yaml and tags.yaml`}
	}
	return data, nil
}

func newAuthors(entries []namefile.Entry) map[string]export.Author {
	authors := map[string]export.Author{}
	for _, e := range entries {
		authors[e.Old] = export.Author{Name: e.Name, Login: e.Login, Email: e.Email, Slug: e.Slug}
	}
	return authors
}

func newTerms(entries []namefile.Entry) map[string]export.NewTerm {
	terms := map[string]export.NewTerm{}
	for _, e := range entries {
		term := export.NewTerm{Name: e.Name, Slug: e.Slug, Category: e.Kind == namefile.Category}
		if e.Kind == namefile.Drop {
			term.Name = ""
		}
		terms[e.Old] = term
	}
	return terms
}
