package demo

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The server does not read the page number in "_cpage" from the query: no real page was
// seen to use it there, and output caching would defeat it.

// csrfCookie is the cookie that the hidden __CMSCsrfToken must match.
const csrfCookie = "CMSCsrfCookie"

// viewStateGenerator is the same on all portal pages: a hash of the template's path.
const viewStateGenerator = "A5343185"

// session is the state of a visitor: for each form the view state of the latest response
// and the pages to which its pager led.
type session struct {
	latest map[string]formState
}

type formState struct {
	viewState string
	page      int
	linked    []int
}

// withState fills in the tokens of a response's form. They become valid when the response
// is sent completely.
func (s *Site) withState(r *http.Request, a *answer, d document, raw *string) {
	s.serial++
	visitor := ""
	if c, err := r.Cookie(csrfCookie); err == nil {
		visitor = c.Value
	}
	if visitor == "" {
		visitor = hash("visitor", s.serial)[:32]
		a.header["Set-Cookie"] = []string{
			csrfCookie + "=" + visitor + "; path=/; HttpOnly",
			"CMSPreferredCulture=" + s.opts.DeclaredCulture + "; path=/",
			"ASP.NET_SessionId=" + hash("session", s.serial)[:24] + "; path=/; HttpOnly",
		}
	}
	state := formState{viewState: viewState(visitor, d.path, s.serial), page: 1}
	if d.pager != nil {
		state.page = d.pager.page
		state.linked = linked(d.pager)
	}
	*raw = strings.NewReplacer(
		markToken, csrfToken(visitor),
		markState, s.stateFields(state),
	).Replace(*raw)
	a.commit = func() { s.remember(visitor, d.path, state) }
}

func (s *Site) remember(visitor, form string, state formState) {
	if s.sessions[visitor] == nil {
		s.sessions[visitor] = &session{latest: map[string]formState{}}
	}
	s.sessions[visitor].latest[form] = state
}

func csrfToken(visitor string) string {
	return base64.StdEncoding.EncodeToString([]byte(hash("csrf", visitor)))
}

// viewState returns a long value that looks random, like a real one.
func viewState(visitor, form string, serial int) string {
	var b strings.Builder
	for i := range 12 {
		b.WriteString(hash("viewstate", visitor, form, serial, i))
	}
	return base64.StdEncoding.EncodeToString([]byte(b.String()))
}

// stateFields returns the hidden fields that a setting moves to the form's end.
func (s *Site) stateFields(state formState) string {
	var b out
	b.f("<div class=\"aspNetHidden\">\n<input type=\"hidden\" name=\"__VIEWSTATEGENERATOR\" id=\"__VIEWSTATEGENERATOR\" value=\"%s\" />\n", viewStateGenerator)
	if s.opts.Pager == PagerValidated {
		b.f("<input type=\"hidden\" name=\"__EVENTVALIDATION\" id=\"__EVENTVALIDATION\" value=\"%s\" />\n", eventValidation(state))
	}
	s.viewStateFields(&b, state.viewState)
	b.f("</div>")
	return b.String()
}

func (s *Site) viewStateFields(b *out, whole string) {
	n := max(s.opts.StateFields, 1)
	if n > 1 {
		b.f("<input type=\"hidden\" name=\"__VIEWSTATEFIELDCOUNT\" id=\"__VIEWSTATEFIELDCOUNT\" value=\"%d\" />\n", n)
	}
	for i := range n {
		name := viewStateField(i)
		b.f("<input type=\"hidden\" name=\"%s\" id=\"%s\" value=\"%s\" />\n", name, name, whole[len(whole)*i/n:len(whole)*(i+1)/n])
	}
}

func viewStateField(i int) string {
	if i == 0 {
		return "__VIEWSTATE"
	}
	return "__VIEWSTATE" + strconv.Itoa(i)
}

// viewStateOf joins the view state fields of a form.
func (s *Site) viewStateOf(form url.Values) string {
	n := max(s.opts.StateFields, 1)
	if n > 1 && form.Get("__VIEWSTATEFIELDCOUNT") != strconv.Itoa(n) {
		return ""
	}
	whole := ""
	for i := range n {
		whole += form.Get(viewStateField(i))
	}
	return whole
}

func eventValidation(state formState) string {
	return "/wEW" + base64.StdEncoding.EncodeToString([]byte(hash("validation", state.viewState)))
}

// linked returns the page numbers that a pager leads to.
func linked(g *paging) []int {
	first, last := window(g.page, g.pages)
	numbers := []int{1, g.pages, g.page - 1, g.page + 1}
	for n := first; n <= last; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// refuse checks a postback. It returns nil if it is valid.
func (s *Site) refuse(r *http.Request, form string) *answer {
	field := r.PostForm.Get
	cookie, err := r.Cookie(csrfCookie)
	if err != nil || field("__CMSCsrfToken") != csrfToken(cookie.Value) {
		return errorPage(http.StatusForbidden, "The CSRF token could not be validated.")
	}
	state, known := s.latest(cookie.Value, form)
	switch {
	case !known, s.viewStateOf(r.PostForm) != state.viewState, field("__VIEWSTATEGENERATOR") != viewStateGenerator:
		return errorPage(http.StatusInternalServerError, "Validation of viewstate MAC failed.")
	case field("lng") != s.opts.DeclaredCulture, !r.PostForm.Has("manScript_HiddenField"):
		return errorPage(http.StatusInternalServerError, "Object reference not set to an instance of an object.")
	case !s.opts.Pager.uni() && field(clientID+"_cpage") != strconv.Itoa(state.page):
		return errorPage(http.StatusInternalServerError, "Input string was not in a correct format.")
	case field("__EVENTTARGET") != controlName:
		return errorPage(http.StatusInternalServerError, "Invalid postback target.")
	case s.opts.Pager == PagerValidated && !valid(r, state):
		return errorPage(http.StatusInternalServerError, "Invalid postback or callback argument. Event validation is enabled.")
	}
	return nil
}

// formOf returns the action of the form on a list's pages.
func (s *Site) formOf(t target) string {
	g := &paging{}
	g.path, g.params = s.place(t)
	return s.address(g, 1)
}

func (s *Site) latest(visitor, form string) (formState, bool) {
	if s.sessions[visitor] == nil {
		return formState{}, false
	}
	state, known := s.sessions[visitor].latest[form]
	return state, known
}

func valid(r *http.Request, state formState) bool {
	n, err := strconv.Atoi(r.PostForm.Get("__EVENTARGUMENT"))
	return err == nil && slices.Contains(state.linked, n) && r.PostForm.Get("__EVENTVALIDATION") == eventValidation(state)
}
