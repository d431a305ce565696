package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// A setting may come from a flag, the environment, blogferry.yaml or the settings of
// an earlier crawl; the first one wins. Each source is a layer of strings that are
// parsed by the flag itself, so that values and error messages are the same
// everywhere.

// settingValue is a value and where it was set. A list has several texts.
type settingValue struct {
	texts []string
	where string // for errors: "BLOGFERRY_DELAY", "blogferry.yaml:3: delay"
}

// layer holds settings by flag name.
type layer map[string]settingValue

// envPrefix is the prefix of our environment variables.
const envPrefix = "BLOGFERRY_"

// envName returns the environment variable of a flag: BLOGFERRY_MAX_BODY for max-body.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// envLayer returns the settings in the environment. A list has one item per line.
// An empty variable counts as not set.
func envLayer(flags *pflag.FlagSet, lookup func(string) (string, bool)) layer {
	env := layer{}
	flags.VisitAll(func(f *pflag.Flag) {
		name := envName(f.Name)
		text, ok := lookup(name)
		if !ok || text == "" {
			return
		}
		texts := []string{text}
		if _, list := f.Value.(pflag.SliceValue); list {
			texts = lines(text)
		}
		env[f.Name] = settingValue{texts: texts, where: name}
	})
	return env
}

// changedLayer returns the settings on the command line.
func changedLayer(flags *pflag.FlagSet) layer {
	changed := layer{}
	flags.Visit(func(f *pflag.Flag) {
		changed[f.Name] = settingValue{texts: textsOf(f), where: "--" + f.Name}
	})
	return changed
}

// textsOf formats a flag's value the way Set and Replace parse it.
func textsOf(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}

// over merges two layers; l takes precedence.
func (l layer) over(lower layer) layer {
	merged := layer{}
	for name, g := range lower {
		merged[name] = g
	}
	for name, g := range l {
		merged[name] = g
	}
	return merged
}

// only returns the settings for the flags in flags.
func (l layer) only(flags *pflag.FlagSet) layer {
	kept := layer{}
	for name, g := range l {
		if flags.Lookup(name) != nil {
			kept[name] = g
		}
	}
	return kept
}

// apply sets every flag that was not given on the command line from the first
// of the layers that has it.
func apply(flags *pflag.FlagSet, layers ...layer) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || failed != nil {
			return
		}
		for _, l := range layers {
			if g, ok := l[f.Name]; ok {
				failed = set(f, g)
				return
			}
		}
	})
	return failed
}

func set(f *pflag.Flag, g settingValue) error {
	var err error
	if list, ok := f.Value.(pflag.SliceValue); ok {
		err = list.Replace(g.texts)
	} else if len(g.texts) != 1 {
		err = fmt.Errorf("want one value, not a list")
	} else {
		err = f.Value.Set(g.texts[0])
	}
	if err != nil && f.Annotations[sharedNameMark] != nil {
		return nil // meant for the other command with this flag
	}
	if err != nil {
		return usagef("%s: invalid value %q: %w", g.where, strings.Join(g.texts, ", "), plainCause(f, err))
	}
	return nil
}

// sharedNameMark marks a flag whose name another command uses with other values.
// Environment and settings file cannot tell the two apart, so a value that this flag
// does not accept is ignored there.
const sharedNameMark = "own format"

func markSharedName(f *pflag.Flag) { f.Annotations = map[string][]string{sharedNameMark: {}} }

// plainCause replaces strconv's errors, which name a Go function.
func plainCause(f *pflag.Flag, err error) error {
	if f.Value.Type() == "bool" {
		return fmt.Errorf("want true or false")
	}
	return err
}

// lines returns the non-empty lines of text.
func lines(text string) []string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// splitSetting splits a stored list.
func splitSetting(f *pflag.Flag, text string) []string {
	if _, list := f.Value.(pflag.SliceValue); list {
		return lines(text)
	}
	return []string{text}
}

// anyHas reports whether one of the layers sets the flag.
func anyHas(layers []layer, flag string) bool {
	for _, l := range layers {
		if _, ok := l[flag]; ok {
			return true
		}
	}
	return false
}
