package main

import (
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/scraper"
)

// fetchOptions are the flags of commands that send requests to a live site.
type fetchOptions struct {
	Delay        durationFlag
	delayGiven   bool // if false, robots.txt may set a longer delay
	Parallel     countFlag
	MaxBody      sizeFlag
	Timeout      durationFlag
	MaxWait      durationFlag
	UserAgent    string
	IgnoreRobots bool
	AllowHosts   []string
	Headers      []string
	CookieFile   string
	Resolve      []string
	LegacyTLS    bool
	Insecure     bool
	WebArchive   string
}

func (o *fetchOptions) bind(flags *pflag.FlagSet) {
	o.Delay, o.Parallel = durationFlag(time.Second), 1
	o.MaxBody, o.Timeout, o.MaxWait = 8<<20, durationFlag(30*time.Second), durationFlag(10*time.Minute)
	o.UserAgent = scraper.UserAgent(version())
	flags.Var(&o.Delay, "delay", "pause between requests to a host")
	flags.Var(&o.Parallel, "parallel", "concurrent requests per host")
	flags.Var(&o.MaxBody, "max-body", "maximum size of a page")
	flags.Var(&o.Timeout, "timeout", "maximum duration of one request")
	flags.Var(&o.MaxWait, "max-wait", "longest Retry-After to wait for")
	flags.StringVar(&o.UserAgent, "user-agent", o.UserAgent, "user agent `TEXT` to send")
	flags.BoolVar(&o.IgnoreRobots, "ignore-robots", false, "read pages that robots.txt forbids (on your own site)")
	flags.StringSliceVar(&o.AllowHosts, "allow-host", nil, "additional `HOST` to allow, even at a private address (repeatable)")
	flags.StringArrayVar(&o.Headers, "header", nil, "header for every request to the blog, `\"NAME: VALUE\"` (repeatable)")
	flags.StringVar(&o.CookieFile, "cookie-file", "", "cookies to send, a `FILE` in Netscape format (cookies.txt), as written by curl and browser extensions")
	flags.StringSliceVar(&o.Resolve, "resolve", nil, "connect to this IP address for a host, `HOST:IP` (repeatable)")
	flags.BoolVar(&o.LegacyTLS, "legacy-tls", false, "accept TLS 1.0, TLS 1.1 and old ciphers")
	flags.BoolVar(&o.Insecure, "insecure", false, "accept any certificate")
	flags.StringVar(&o.WebArchive, webArchiveKey, "", "read the copies of a web archive: `ADDRESS` where it plays back pages, with the time, such as https://web.archive.org/web/20141111")
}

// readOptions are the flags that control how pages are parsed.
type readOptions struct {
	Timezone  zoneFlag
	DateOrder string
	Profile   string
}

func (o *readOptions) bind(flags *pflag.FlagSet) {
	o.Timezone, o.DateOrder = "UTC", "auto"
	flags.Var(&o.Timezone, "timezone", "time zone of the blog's dates")
	flags.Var(choiceFlag{&o.DateOrder, []string{"auto", "mdy", "dmy", "ymd"}}, "date-order", "order of day, month and year in numeric dates")
	flags.StringVar(&o.Profile, "profile", "auto", "profile of the blog's markup, `auto|NAME|FILE.yaml`")
}

// crawlOptions are the flags of crawl and sync.
type crawlOptions struct {
	fetchOptions
	readOptions
	Details        string
	Full           bool
	MaxPages       countFlag
	NoComments     bool
	AcceptMissing  bool
	Media          bool
	MaxMedia       sizeFlag
	RecheckDetails countFlag
}

func (o *crawlOptions) bind(flags *pflag.FlagSet) {
	o.fetchOptions.bind(flags)
	o.readOptions.bind(flags)
	o.Details = "auto"
	flags.Var(choiceFlag{&o.Details, []string{"auto", "always", "never"}}, "details", "when to read the posts' own pages")
	flags.BoolVar(&o.Full, "full", false, "read every listing page, even past known posts")
	flags.Var(&o.MaxPages, "max-pages", "stop after `N` listing pages (0: no limit)")
	flags.BoolVar(&o.NoComments, "no-comments", false, "skip readers' comments")
	flags.BoolVar(&o.AcceptMissing, "accept-missing", false, "accept that the blog counts more or fewer posts than it shows, or that most of its posts are gone")
	flags.BoolVar(&o.Media, "media", false, "download images and files after the posts")
	markSharedName(flags.Lookup("media"))
	bindMaxMedia(flags, &o.MaxMedia)
	flags.Var(&o.RecheckDetails, "recheck-details", "read the newest `N` posts' own pages again")
}

func bindMaxMedia(flags *pflag.FlagSet, limit *sizeFlag) {
	*limit = 32 << 20
	flags.Var(limit, "max-media", "maximum size of an image or file")
}

// flags returns a flag set bound to o, to apply the settings of one blog.
func (o *crawlOptions) flags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("crawl", pflag.ContinueOnError)
	o.bind(flags)
	return flags
}

// onceOnly are the crawl flags that apply to one run. All others are properties of
// the blog, and a later sync repeats them.
var onceOnly = []string{"full", "max-pages", "accept-missing", "recheck-details"}

// isSourceSetting reports whether a flag is a property of the blog.
func isSourceSetting(flag string) bool {
	var o crawlOptions
	return o.flags().Lookup(flag) != nil && !slices.Contains(onceOnly, flag)
}

// webArchiveKey is the flag that a web archive's address for the blog sets, too.
const webArchiveKey = "web-archive"
