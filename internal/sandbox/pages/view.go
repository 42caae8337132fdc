package pages

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
)

//go:embed html/*.html
var htmlFiles embed.FS

//go:embed static
var staticFiles embed.FS

// page is what every page shows: the frame around its own Body.
type page struct {
	Title    string // of the tab; the heading is in the view
	Instance Instance
	User     string // who is signed in; empty for nobody
	Token    string // for the page's forms
	Next     string // where signing in or out leads back to
	Body     any
}

// parseViews reads every view together with the frame. Called once, by New:
// parsing at package level would cost every program that links the package.
func parseViews() (map[string]*template.Template, error) {
	frame, err := template.ParseFS(htmlFiles, "html/frame.html")
	if err != nil {
		return nil, fmt.Errorf("read the pages' frame: %w", err)
	}
	names, err := htmlFiles.ReadDir("html")
	if err != nil {
		return nil, fmt.Errorf("list the pages: %w", err)
	}
	views := map[string]*template.Template{}
	for _, n := range names {
		if n.Name() == "frame.html" {
			continue
		}
		t, err := frame.Clone()
		if err == nil {
			_, err = t.ParseFS(htmlFiles, "html/"+n.Name())
		}
		if err != nil {
			return nil, fmt.Errorf("read the page %s: %w", n.Name(), err)
		}
		views[strings.TrimSuffix(n.Name(), ".html")] = t
	}
	return views, nil
}

// show writes a page whole or not at all.
func (h *Handler) show(w http.ResponseWriter, status int, view string, v visitor, p page) {
	p.Instance = h.back.Instance()
	p.Token = h.token(v)
	p.User = v.Session.User.Name
	var buf bytes.Buffer
	if err := h.views[view].ExecuteTemplate(&buf, "frame", p); err != nil {
		http.Error(w, "the sandbox could not make this page: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes()) // a browser that has gone needs no answer
}

// result is the body of a page that ends something.
type result struct {
	Kind    string // allowed, denied, expired, error, signed-out
	Heading string
	Text    []string // paragraphs
	Link    string   // where to go from here; empty for nowhere
	LinkTo  string   // the words of the link
}

func (h *Handler) showResult(w http.ResponseWriter, status int, v visitor, r result) {
	h.show(w, status, "result", v, page{Title: r.Heading, Body: r})
}

// fail shows what went wrong, or sends the browser where the error says.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	v := h.visitorOf(w, r)
	if e, ok := errors.AsType[*RedirectError](err); ok {
		http.Redirect(w, r, e.To, http.StatusFound)
		return
	}
	if e, ok := errors.AsType[*ErrorPage](err); ok {
		status := e.Status
		if status == 0 {
			status = http.StatusBadRequest
		}
		h.showResult(w, status, v, result{
			Kind: "error", Heading: e.Title, Text: []string{e.Detail}, Link: Root, LinkTo: "Go to the access portal",
		})
		return
	}
	if errors.Is(err, ErrNoSession) {
		seeOther(w, r, Root)
		return
	}
	h.showResult(w, http.StatusInternalServerError, v, result{
		Kind: "error", Heading: "Something broke in the sandbox",
		Text: []string{err.Error(), "This is a fault of the sandbox itself. Please report it with the text above."},
	})
}

// getStatic serves the style sheet and the icon.
func (h *Handler) getStatic(w http.ResponseWriter, r *http.Request) {
	name := path.Join("static", r.PathValue("name"))
	if _, err := staticFiles.Open(name); err != nil {
		h.notFound(w, r)
		return
	}
	http.ServeFileFS(w, r, staticFiles, name)
}
