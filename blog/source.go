package blog

import "time"

// Source is one blog.
type Source struct {
	ID string `json:"id"`
	// URL is the listing's address, "" while only saved pages without one are
	// known. Name is the blog's heading.
	URL  string `json:"url"`
	Name string `json:"name"`

	Timezone  string    `json:"timezone"`   // IANA name; "" means UTC
	DateOrder DateOrder `json:"date_order"` // as settled
	// DateOrderBy says what settled it: "flag", "dates", "order", "declared", or
	// "" while it is open; DatesAmbiguous counts the dates it decides.
	DateOrderBy    string `json:"date_order_by"`
	DatesAmbiguous int    `json:"dates_ambiguous"`
	Profile        string `json:"profile"` // name, or YAML text of a user's file
	Rules          string `json:"rules"`   // Knowledge.Rules
	// Teaser is the verdict of comparing a listing with details: "whole",
	// "teaser" and "cut" (see importer), or "" before it was made.
	Teaser string `json:"teaser"`

	// StatedTotal is what the newest listing page stated, nil if none did.
	StatedTotal *int `json:"stated_total"`
	// Unexplained is how many posts the site counts beyond those it shows, negative
	// where it shows more than it counts, as two consistent passes agreed. Accepted
	// is how many of them the user accepted, with the same sign.
	Unexplained int `json:"unexplained"`
	Accepted    int `json:"accepted"`

	NotBefore time.Time `json:"not_before"` // Retry-After: ask no sooner; zero if free
	// Settings are the flags that a later sync repeats, by flag name.
	Settings map[string]string `json:"settings,omitempty"`
	Warnings []string          `json:"warnings"`
}

// DateOrderByFlag is what settled a date order that the user has set: dates do not overrule it.
const DateOrderByFlag = "flag"

// Owns says whether an address can be that of a post's own page: a link to
// somewhere else is not. Of saved pages nobody may have told where they are from.
func (s *Source) Owns(address string) bool {
	return address != "" && (s.URL == "" || SameHost(address, s.URL))
}

// AcceptedPart is the part of Unexplained that the user has accepted.
func (s *Source) AcceptedPart() int {
	if s.Unexplained < 0 {
		return min(0, max(s.Accepted, s.Unexplained))
	}
	return max(0, min(s.Accepted, s.Unexplained))
}

// Label is what users know the source by.
func (s *Source) Label() string {
	if s.URL != "" {
		return s.URL
	}
	return s.Name
}

// Location is the source's time zone; an unknown one reads as UTC.
func (s *Source) Location() *time.Location {
	if loc, err := time.LoadLocation(s.Timezone); err == nil {
		return loc
	}
	return time.UTC
}

// Knowledge is what the parser is told about the source's pages.
func (s *Source) Knowledge() Knowledge {
	return Knowledge{DateOrder: s.DateOrder, DateOrderFixed: s.DateOrderBy == DateOrderByFlag, Profile: s.Profile, Rules: s.Rules, Heading: s.Name}
}
