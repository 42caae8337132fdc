package sandbox

import (
	"net/http"
	"path"
	"strings"
)

// exactPaths serves what has a path of its own, and nothing under another
// spelling of it. http.ServeMux would redirect //client/register, and /control,
// to where something is; AWS has nothing there, and a client that follows a
// redirect sends a GET.
func exactPaths(mux *http.ServeMux, elsewhere http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := r.URL.EscapedPath()
		_, pattern := mux.Handler(r)
		_, served, _ := strings.Cut(pattern, "/") // without the method
		withSlash := strings.TrimSuffix("/"+served, "{$}") == asked+"/"
		clean := path.Clean(asked)
		if withSlash || asked != clean && (clean == "/" || asked != clean+"/") {
			elsewhere(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
