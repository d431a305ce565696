// Package yamltree reads files that users write in YAML by their tree, so that
// every complaint can name file, line and key.
package yamltree

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Parse returns the mapping that a file is, nil for a file without content. want
// says what a file should hold, for the error about one that holds another thing.
func Parse(file string, data []byte, want string) (*ast.MappingNode, error) {
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

// syntax returns the error for a file that is no YAML.
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

// Where is "blogferry.yaml:3: delay".
func Where(file string, node ast.Node, key string) string {
	place := fmt.Sprintf("%s:%d", file, Line(node))
	if key != "" {
		place += ": " + key
	}
	return place
}

// Key returns the text of a pair's key.
func Key(pair *ast.MappingValueNode) string { return pair.Key.GetToken().Value }

// Line returns where a node begins, from 1.
func Line(node ast.Node) int {
	if mapping, ok := node.(*ast.MappingNode); ok && len(mapping.Values) > 0 {
		node = mapping.Values[0].Key
	}
	if tok := node.GetToken(); tok != nil && tok.Position != nil {
		return tok.Position.Line
	}
	return 1
}

// Scalar returns the text of a plain value as it was typed: 0700 stays 0700. It is false
// for lists, maps, nothing at all, and what YAML can do beyond that.
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
