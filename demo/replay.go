package demo

import (
	"net/http"
	"net/http/httptest"
	"sync"
)

// Replay caches the first response to every request, so that generating pages does not
// distort measurements on the same machine. It is for sites that do not change.
func Replay(site http.Handler) http.Handler {
	var answers sync.Map // by address
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kept, ok := answers.Load(r.URL.String())
		if !ok {
			fresh := httptest.NewRecorder()
			site.ServeHTTP(fresh, r)
			kept, _ = answers.LoadOrStore(r.URL.String(), fresh)
		}
		answer := kept.(*httptest.ResponseRecorder)
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		if _, err := w.Write(answer.Body.Bytes()); err != nil {
			return // the client has gone
		}
	})
}
