package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// A setting may come from a flag, the environment, blogferry.yaml or what an
// earlier crawl was told; the first of them that has it wins. Each is a layer
// of texts, which are read by the flag itself, so that a value means the same
// and fails alike wherever it stands.

// settingValue is a value that was set somewhere. A list has several texts.
type settingValue struct {
	texts []string
	where string // for errors: `BLOGFERRY_DELAY`, `blogferry.yaml:3: delay`
}

// layer holds settings by flag name.
type layer map[string]settingValue

// envPrefix starts the name of every environment variable that is ours.
const envPrefix = "BLOGFERRY_"

// envName is the environment variable of a flag: max-body is BLOGFERRY_MAX_BODY.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// envLayer is what the environment says of the flags. A list has an item per
// line. An empty variable counts as not set.
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

// changedLayer is what was given on the command line.
func changedLayer(flags *pflag.FlagSet) layer {
	changed := layer{}
	flags.Visit(func(f *pflag.Flag) {
		changed[f.Name] = settingValue{texts: textsOf(f), where: "--" + f.Name}
	})
	return changed
}

// textsOf writes a flag's value the way Set and Replace read it.
func textsOf(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}

// over lays l on top of lower.
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

// only keeps the settings of the flags in flags.
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
		return nil // meant for the other command
	}
	if err != nil {
		return usagef("%s: invalid value %q: %w", g.where, strings.Join(g.texts, ", "), plainCause(f, err))
	}
	return nil
}

// sharedNameMark marks a flag that another command has under the same name with
// other values. Environment and file can't tell the two apart: there, what this
// one does not know is not meant for it.
const sharedNameMark = "own format"

func markSharedName(f *pflag.Flag) { f.Annotations = map[string][]string{sharedNameMark: {}} }

// plainCause puts the errors of strconv, which name a function of Go, into words.
func plainCause(f *pflag.Flag, err error) error {
	if f.Value.Type() == "bool" {
		return fmt.Errorf("want true or false")
	}
	return err
}

// lines are the lines of text that are not empty.
func lines(text string) []string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// splitSetting undoes the joining of a stored list.
func splitSetting(f *pflag.Flag, text string) []string {
	if _, list := f.Value.(pflag.SliceValue); list {
		return lines(text)
	}
	return []string{text}
}

// anyHas says whether one of the layers sets the flag.
func anyHas(layers []layer, flag string) bool {
	for _, l := range layers {
		if _, ok := l[flag]; ok {
			return true
		}
	}
	return false
}
