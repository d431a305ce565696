// Package yamltree reads YAML files written by users as syntax trees, so that errors can
// state file, line and key.
package yamltree

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Parse returns the top-level mapping of a file, nil for an empty file. want describes
// the expected content, for errors.
func Parse(file string, data []byte, want string) (*ast.MappingNode, error) {
	if err := CheckNesting(data); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	tree, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, syntax(file, err)
	}
	var top *ast.MappingNode
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		mapping, ok := doc.Body.(*ast.MappingNode)
		if !ok || len(tree.Docs) > 1 {
			return nil, Errorf(file, doc.Body, "", "want %s", want)
		}
		top = mapping
	}
	return top, nil
}

// CheckNesting rejects lists within lists that the library needs minutes or gigabytes to
// decode; no file of ours has more than two. Brackets within texts are counted, too.
func CheckNesting(data []byte) error {
	const maxOpen = 1000
	open := 0
	for _, c := range data {
		switch c {
		case '[', '{':
			open++
		case ']', '}':
			open = max(open-1, 0)
		}
		if open > maxOpen {
			return fmt.Errorf("more than %d open brackets", maxOpen)
		}
	}
	return nil
}

// syntax returns the error for invalid YAML.
func syntax(file string, err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", file, at.GetToken().Position.Line, at.GetMessage())
	}
	return fmt.Errorf("%s: %w", file, err)
}

// Errorf returns an error at a node, as in "blogferry.yaml:3: delay: want …".
func Errorf(file string, node ast.Node, key, format string, args ...any) error {
	return fmt.Errorf("%s: %w", Where(file, node, key), fmt.Errorf(format, args...))
}

// Where returns a place such as "blogferry.yaml:3: delay".
func Where(file string, node ast.Node, key string) string {
	place := fmt.Sprintf("%s:%d", file, Line(node))
	if key != "" {
		place += ": " + key
	}
	return place
}

// Key returns the text of a pair's key.
func Key(pair *ast.MappingValueNode) string { return pair.Key.GetToken().Value }

// Line returns the line of a node, from 1.
func Line(node ast.Node) int {
	if mapping, ok := node.(*ast.MappingNode); ok && len(mapping.Values) > 0 {
		node = mapping.Values[0].Key
	}
	if tok := node.GetToken(); tok != nil && tok.Position != nil {
		return tok.Position.Line
	}
	return 1
}

// Scalar returns the text of a plain value as typed: 0700 stays 0700. It returns false
// for lists, maps, null, and special features of YAML.
func Scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return strings.TrimSpace(node.GetToken().Value), true
	}
	return "", false
}
