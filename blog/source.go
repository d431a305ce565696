package blog

import "time"

// Source is one blog.
type Source struct {
	ID string `json:"id"`
	// URL is the listing's address, "" if only saved pages without an address were
	// read. Name is the blog's heading.
	URL  string `json:"url"`
	Name string `json:"name"`

	Timezone  string    `json:"timezone"`   // IANA name; "" means UTC
	DateOrder DateOrder `json:"date_order"` // "" while undecided
	// DateOrderBy is what decided it: "flag", "dates", "order", "declared", or "".
	// DatesAmbiguous counts the dates that depend on it.
	DateOrderBy    string `json:"date_order_by"`
	DatesAmbiguous int    `json:"dates_ambiguous"`
	Profile        string `json:"profile"` // name, or YAML text of a user's file
	Rules          string `json:"rules"`   // Knowledge.Rules
	// Teaser is the result of comparing the listing with detail pages: "whole",
	// "teaser" or "cut" (see importer), "" if not compared yet.
	Teaser string `json:"teaser"`

	// StatedTotal is the total on the newest listing page, nil if none is stated.
	StatedTotal *int `json:"stated_total"`
	// Unexplained is the number of posts that the site counts but does not show, negative
	// if it shows more than it counts, confirmed by two consistent passes. Accepted is how
	// many of them the user accepted, with the same sign.
	Unexplained int `json:"unexplained"`
	Accepted    int `json:"accepted"`

	NotBefore time.Time `json:"not_before"` // from Retry-After; zero if none
	// Settings are the flags that a later sync repeats, by name.
	Settings map[string]string `json:"settings,omitempty"`
	Warnings []string          `json:"warnings"`
}

// DateOrderByFlag is the DateOrderBy of an order set by the user, which dates do not
// override.
const DateOrderByFlag = "flag"

// Owns reports whether address can be a post's detail page: it must be on the blog's
// host, unless that is unknown.
func (s *Source) Owns(address string) bool {
	return address != "" && (s.URL == "" || SameHost(address, s.URL))
}

// AcceptedPart returns the part of Unexplained that the user has accepted.
func (s *Source) AcceptedPart() int {
	if s.Unexplained < 0 {
		return min(0, max(s.Accepted, s.Unexplained))
	}
	return max(0, min(s.Accepted, s.Unexplained))
}

// Label returns the address, or else the name.
func (s *Source) Label() string {
	if s.URL != "" {
		return s.URL
	}
	return s.Name
}

// Location returns the source's time zone, UTC if it is unknown.
func (s *Source) Location() *time.Location {
	if loc, err := time.LoadLocation(s.Timezone); err == nil {
		return loc
	}
	return time.UTC
}

// Knowledge returns the parser's input for the source's pages.
func (s *Source) Knowledge() Knowledge {
	return Knowledge{DateOrder: s.DateOrder, DateOrderFixed: s.DateOrderBy == DateOrderByFlag, Profile: s.Profile, Rules: s.Rules, Heading: s.Name}
}
