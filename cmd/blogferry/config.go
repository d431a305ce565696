package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/spf13/cobra"

	"github.com/blogferry/blogferry/blog"
	"github.com/blogferry/blogferry/internal/yamltree"
	"github.com/blogferry/blogferry/scraper"
)

// configName is the settings file, read from the current folder.
const configName = "blogferry.yaml"

// config is the contents of blogferry.yaml: settings for all runs, by flag name,
// and settings for single blogs.
//
//	db: blogs.db
//	delay: 2s
//	sources:
//	  - url: http://old.example/blog
//	    timezone: Europe/Berlin
//	  - url: http://other.example/news
//	    profile: other.yaml
type config struct {
	file    string
	common  layer
	sources []configSource
}

// configSource is one entry of sources.
type configSource struct {
	url      string
	written  string // url as written in the file, perhaps with user and password
	settings layer
}

// configKeys are the keys allowed in the file.
type configKeys struct {
	common []string // at the top, besides sources
	source []string // in an entry of sources, besides url
}

// source returns the settings of one blog, empty if the file does not list it.
func (c *config) source(src *blog.Source) layer {
	for _, s := range c.sources {
		if s.url == src.URL || s.url == src.Settings[startURLKey] {
			return s.settings
		}
	}
	return layer{}
}

// check validates the settings of other commands and of single blogs, so that a
// mistake is reported now and not when a service gets there.
func (c *config) check(root *cobra.Command) error {
	for _, name := range slices.Sorted(maps.Keys(c.common)) {
		for _, cmd := range root.Commands() {
			if f := cmd.LocalFlags().Lookup(name); f != nil && !f.Changed {
				if err := set(f, c.common[name]); err != nil {
					return err
				}
			}
		}
	}
	for _, s := range c.sources {
		var o crawlOptions
		if err := apply(o.flags(), s.settings); err != nil {
			return err
		}
	}
	return nil
}

// readConfig reads the settings file. A missing file counts as empty unless the
// user named it.
func readConfig(file string, asked bool, keys configKeys) (*config, error) {
	data, err := readUserFile(file)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return &config{file: file}, nil
	}
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("read settings %s: %w", file, cause(err)), hint: "--config names a file such as " + configName}
	}
	return parseConfig(file, data, keys)
}

// parseConfig parses a settings file. Anything it does not understand is an error
// that names file, line and key.
func parseConfig(file string, data []byte, keys configKeys) (*config, error) {
	r := configReader{file: file, keys: keys}
	top, err := yamltree.Parse(file, data, `one list of settings such as "delay: 2s"`)
	if err != nil {
		return nil, &usageError{err: err}
	}
	c := &config{file: file, common: layer{}}
	if top == nil {
		return c, nil
	}
	return c, r.top(c, top)
}

// configReader converts the YAML tree of a settings file into a config.
type configReader struct {
	file string
	keys configKeys
}

func (r configReader) top(c *config, top *ast.MappingNode) error {
	for _, pair := range top.Values {
		key := yamltree.Key(pair)
		if key == "sources" {
			if err := r.sources(c, pair.Value); err != nil {
				return err
			}
			continue
		}
		if err := r.setting(c.common, pair, r.keys.common); err != nil {
			return err
		}
	}
	return nil
}

func (r configReader) sources(c *config, node ast.Node) error {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		return r.fail(node, "sources", "want a list, each item with a url")
	}
	for _, item := range list.Values {
		entry, ok := item.(*ast.MappingNode)
		if !ok {
			return r.fail(item, "sources", "want items such as \"- url: http://old.example/blog\"")
		}
		s, err := r.source(entry)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(c.sources, func(other configSource) bool { return other.url == s.url }) {
			return r.fail(item, "url", s.url+" is listed twice")
		}
		c.sources = append(c.sources, s)
	}
	return nil
}

func (r configReader) source(entry *ast.MappingNode) (configSource, error) {
	s := configSource{settings: layer{}}
	for _, pair := range entry.Values {
		if yamltree.Key(pair) != "url" {
			if err := r.setting(s.settings, pair, r.keys.source); err != nil {
				return s, err
			}
			continue
		}
		text, ok := yamltree.Scalar(pair.Value)
		address, err := startAddress(text)
		if !ok || err != nil {
			return s, r.fail(pair.Value, "url", fmt.Sprintf("%q is not a web address", text))
		}
		s.url, s.written = address, text
		if archive, _ := scraper.SplitPlayback(text); archive != "" {
			s.settings[webArchiveKey] = settingValue{texts: []string{archive}, where: yamltree.Where(r.file, pair.Key, "url")}
		}
	}
	if s.url == "" {
		return s, r.fail(entry, "sources", "an item has no url")
	}
	return s, nil
}

// setting stores one key and its value, or list of values, in l.
func (r configReader) setting(l layer, pair *ast.MappingValueNode, allowed []string) error {
	key := yamltree.Key(pair)
	if !slices.Contains(allowed, key) {
		return r.unknown(pair, key, allowed)
	}
	var texts []string
	if list, ok := pair.Value.(*ast.SequenceNode); ok {
		for _, item := range list.Values {
			text, ok := yamltree.Scalar(item)
			if !ok {
				return r.fail(item, key, "want plain values in the list")
			}
			texts = append(texts, text)
		}
	} else {
		text, ok := yamltree.Scalar(pair.Value)
		if !ok {
			return r.fail(pair.Value, key, "want a plain value")
		}
		texts = []string{text}
	}
	l[key] = settingValue{texts: r.resolve(key, texts), where: yamltree.Where(r.file, pair.Key, key)}
	return nil
}

// resolve makes file names relative to the settings file, so that they mean the
// same from any working directory.
func (r configReader) resolve(key string, texts []string) []string {
	isFile := slices.Contains([]string{"db", "out", "authors", "tags", "comments", "cookie-file"}, key) || key == "profile" && isProfileFile(texts[0])
	if isFile && len(texts) == 1 && !filepath.IsAbs(texts[0]) {
		return []string{filepath.Join(filepath.Dir(r.file), texts[0])}
	}
	return texts
}

func (r configReader) unknown(pair *ast.MappingValueNode, key string, allowed []string) error {
	err := &usageError{err: fmt.Errorf("%s: unknown key", yamltree.Where(r.file, pair.Key, key))}
	if near := nearest(key, allowed); near != "" {
		err.hint = fmt.Sprintf("did you mean %q?", near)
	} else {
		err.hint = "the keys are the names of the flags, without dashes in front; see \"blogferry crawl --help\""
	}
	return err
}

func (r configReader) fail(node ast.Node, key, what string) error {
	return &usageError{err: yamltree.Errorf(r.file, node, key, "%s", what)}
}

// nearest returns the most similar key, at most two edits away, or "".
func nearest(key string, keys []string) string {
	best, distance := "", 3
	for _, k := range keys {
		if d := editDistance(strings.ReplaceAll(key, "_", "-"), k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// editDistance returns the Levenshtein distance between a and b, in bytes.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// cause strips the operation and path from err where the message already names them.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
