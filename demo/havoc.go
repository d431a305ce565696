package demo

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Sizes of hostile bodies.
const (
	bombMember   = 16 << 20 // zeros in a gzip member
	bombMembers  = 64       // a gigabyte in all
	nestingDepth = 1_500_000
	slowPieces   = 10
)

// serve sends a response with the fault.
func (f *Fault) serve(w http.ResponseWriter, r *http.Request, a *answer) {
	// Headers of the right response are not sent.
	if f.Kind != FaultSlow && f.Kind != FaultShort && f.Kind != FaultCut && f.Kind != FaultType {
		a.header.Del("Set-Cookie")
	}
	switch f.Kind {
	case FaultStatus:
		f.serveStatus(w, r)
	case FaultReset:
		reset(w)
	case FaultShort:
		short(w, a)
	case FaultCut:
		a.body = a.body[:len(a.body)*3/5]
		a.serve(w, r)
	case FaultSlow:
		slow(w, r, a, f.pace)
	case FaultStall:
		stall(w, r, a)
	case FaultEmpty:
		plainAnswer(http.StatusOK, "text/html; charset=utf-8", "").serve(w, r)
	case FaultLoop:
		loop(w, r)
	case FaultRedirect:
		redirect(f.status(), f.To).serve(w, r)
	case FaultType:
		a.header.Set("Content-Type", or(f.Type, "application/pdf"))
		a.serve(w, r)
	default:
		f.serveBody(w, r)
	}
}

func (f *Fault) serveBody(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch f.Kind {
	case FaultBomb:
		w.Header().Set("Content-Encoding", "gzip")
		for range bombMembers {
			if _, err := w.Write(bomb()); err != nil {
				return
			}
		}
	case FaultEndless:
		io.Copy(w, endless{})
	case FaultDeep:
		io.WriteString(w, "<html><body>"+strings.Repeat("<div>", nestingDepth)+"deep")
	case FaultError200:
		errorPage(http.StatusOK, "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool.").serve(w, r)
	case FaultLogin200:
		io.WriteString(w, loginPage)
	case FaultParked200:
		io.WriteString(w, parkedPage)
	default:
		panic(fmt.Sprintf("demo: fault %q is unknown", f.Kind))
	}
}

func (f *Fault) serveStatus(w http.ResponseWriter, r *http.Request) {
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	errorPage(f.status(), http.StatusText(f.status())+".").serve(w, r)
}

// reset closes the connection so that the client sees it reset, not closed.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

func short(w http.ResponseWriter, a *answer) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	// One byte more, so that even a body of one byte is short.
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)+1))
	w.WriteHeader(a.status)
	w.Write(a.body[:len(a.body)/2])
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func slow(w http.ResponseWriter, r *http.Request, a *answer, pace time.Duration) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	piece := len(a.body)/slowPieces + 1
	for body := a.body; len(body) > 0; {
		n := min(piece, len(body))
		w.Write(body[:n])
		http.NewResponseController(w).Flush()
		body = body[n:]
		select {
		case <-r.Context().Done():
			return
		case <-time.After(pace):
		}
	}
}

// stall sends the headers of a response and then waits until the client disconnects.
func stall(w http.ResponseWriter, r *http.Request, a *answer) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)+1))
	w.WriteHeader(http.StatusOK)
	http.NewResponseController(w).Flush()
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// loop redirects to the same path with a counter, so that the address is always
// different.
func loop(w http.ResponseWriter, r *http.Request) {
	turn, _ := strconv.Atoi(query(r, "turn")) // none yet is turn 0
	q := r.URL.Query()
	q.Set("turn", strconv.Itoa(turn+1))
	redirect(http.StatusFound, r.URL.Path+"?"+q.Encode()).serve(w, r)
}

// bomb is a gzip member of zeros; several can follow one another.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, bombMember))
	z.Close()
	return b.Bytes()
})

// endless is a document that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	const line = "<p>and so the canal goes on and on</p>\n"
	n := 0
	for n < len(p) {
		n += copy(p[n:], line)
	}
	return n, nil
}

// errorPage returns the page that ASP.NET shows for an error.
func errorPage(status int, message string) *answer {
	text := html.EscapeString(message)
	body := "<html>\n<head><title>" + text + "</title></head>\n<body bgcolor=\"white\">\n" +
		"<span><h1>Server Error in '/' Application.<hr width=100% size=1 color=silver></h1>\n" +
		"<h2><i>" + text + "</i></h2></span>\n" +
		"<b> Description: </b>An unhandled exception occurred during the execution of the current web request.<br><br>\n" +
		"<b> Exception Details: </b>System.Web.HttpException: " + text + "<br><br>\n" +
		"<b>Version Information:</b>&nbsp;Microsoft .NET Framework Version:4.0.30319; ASP.NET Version:4.0.30319.34212\n</body>\n</html>\n"
	return plainAnswer(status, "text/html; charset=utf-8", body)
}

// loginPage is the log-in form of a site that was closed to the public.
const loginPage = `<!DOCTYPE html>
<html><head><title>Log on</title></head>
<body class="LTR ENUS LogonPageBody"><form method="post" action="/CMSPages/logon.aspx?ReturnUrl=%2fblog" id="form1">
<h1>Log on</h1>
<p>You have to sign in to view this page.</p>
<label>User name: <input type="text" name="Login1$UserName" /></label>
<label>Password: <input type="password" name="Login1$Password" /></label>
<input type="submit" name="Login1$LoginButton" value="Log on" />
</form></body></html>
`

// parkedPage is the page of a parked domain.
const parkedPage = `<!DOCTYPE html>
<html><head><title>wherry-lockwood.example</title></head>
<body><h1>wherry-lockwood.example</h1>
<p>This domain is for sale! Buy this domain now.</p>
<h2>Related searches</h2>
<ul><li><a href="/search?q=canal+holidays">Canal holidays</a></li>
<li><a href="/search?q=barge+insurance">Barge insurance</a></li>
<li><a href="/search?q=cheap+rope">Cheap rope</a></li></ul>
<p><small>Domain parked by its registrar. Posted by: Registrar | Parking</small></p>
</body></html>
`
