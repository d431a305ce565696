package main

import (
	"runtime"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/blogferry/blogferry/scraper"
)

// fetchOptions are the flags of commands that ask a live site.
type fetchOptions struct {
	Delay        durationFlag
	delayGiven   bool // or else the server's robots.txt may ask for a longer one
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
}

func (o *fetchOptions) bind(flags *pflag.FlagSet) {
	o.Delay, o.Parallel = durationFlag(time.Second), 1
	o.MaxBody, o.Timeout, o.MaxWait = 8<<20, durationFlag(30*time.Second), durationFlag(10*time.Minute)
	o.UserAgent = scraper.UserAgent(version())
	flags.Var(&o.Delay, "delay", "pause between requests to a host")
	flags.Var(&o.Parallel, "parallel", "requests to a host at a time")
	flags.Var(&o.MaxBody, "max-body", "longest page to accept")
	flags.Var(&o.Timeout, "timeout", "longest time for one request")
	flags.Var(&o.MaxWait, "max-wait", "longest wait that a server may ask for with Retry-After")
	flags.StringVar(&o.UserAgent, "user-agent", o.UserAgent, "how to introduce ourselves, a `TEXT`")
	flags.BoolVar(&o.IgnoreRobots, "ignore-robots", false, "read pages that robots.txt forbids (on a site of your own)")
	flags.StringSliceVar(&o.AllowHosts, "allow-host", nil, "further `HOST` that may be asked, private addresses included (repeatable)")
	flags.StringArrayVar(&o.Headers, "header", nil, "header to send with every request to the blog, `\"NAME: VALUE\"` (repeatable)")
	flags.StringVar(&o.CookieFile, "cookie-file", "", "cookies to send, a `FILE` in the form of curl and browser extensions (cookies.txt)")
	flags.StringSliceVar(&o.Resolve, "resolve", nil, "connect to this address for a host, `HOST:IP` (repeatable)")
	flags.BoolVar(&o.LegacyTLS, "legacy-tls", false, "accept the TLS 1.0 and 1.1 of old servers")
	flags.BoolVar(&o.Insecure, "insecure", false, "accept any certificate")
}

// readOptions are the flags that say how pages are to be read.
type readOptions struct {
	Timezone  zoneFlag
	DateOrder string
	Profile   string
}

func (o *readOptions) bind(flags *pflag.FlagSet) {
	o.Timezone, o.DateOrder = "UTC", "auto"
	flags.Var(&o.Timezone, "timezone", "time zone in which the blog shows its times")
	flags.Var(choiceFlag{&o.DateOrder, []string{"auto", "mdy", "dmy", "ymd"}}, "date-order", "order of day, month and year in numeric dates")
	flags.StringVar(&o.Profile, "profile", "auto", "what is known of the markup, `auto|NAME|FILE.yaml`")
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
	flags.BoolVar(&o.Full, "full", false, "read every listing page, also behind known posts")
	flags.Var(&o.MaxPages, "max-pages", "stop after `N` listing pages (0: no limit)")
	flags.BoolVar(&o.NoComments, "no-comments", false, "leave readers' comments behind")
	flags.BoolVar(&o.AcceptMissing, "accept-missing", false, "accept that the blog counts more or fewer posts than it shows, or no longer shows most of them")
	flags.BoolVar(&o.Media, "media", false, "images and files of the posts too, after the posts")
	markSharedName(flags.Lookup("media"))
	bindMaxMedia(flags, &o.MaxMedia)
	flags.Var(&o.RecheckDetails, "recheck-details", "read the own pages of the newest `N` posts again")
}

func bindMaxMedia(flags *pflag.FlagSet, limit *sizeFlag) {
	*limit = 32 << 20
	flags.Var(limit, "max-media", "longest image or file to accept")
}

// crawlFlags are the flags of a crawl by themselves, to be filled in for a blog
// with settings of its own.
func (o *crawlOptions) flags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("crawl", pflag.ContinueOnError)
	o.bind(flags)
	return flags
}

// onceOnly are the crawl flags that say what this run does. All others say how
// the blog is to be read, and a later sync repeats them.
var onceOnly = []string{"full", "max-pages", "accept-missing", "recheck-details"}

// isSourceSetting says whether a crawl flag is a property of the blog.
func isSourceSetting(flag string) bool {
	var o crawlOptions
	return o.flags().Lookup(flag) != nil && !slices.Contains(onceOnly, flag)
}

// platform is what the program was built for.
func platform() string { return runtime.GOOS + "/" + runtime.GOARCH }
