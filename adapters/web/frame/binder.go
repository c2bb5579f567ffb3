package frame

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// Binder binds the screens of the table to what shows and does them.
type Binder struct {
	frame *Frame
	bound map[string]bool
}

// Area is a group of screens that are bound together.
type Area interface{ Bind(b *Binder) }

// Handler serves the screens of a table. It panics, at start, when a screen of the table is not bound, or something is
// bound that the table does not know.
func (f *Frame) Handler(table []Screen, beside func(chi.Router), areas ...Area) http.Handler {
	f.screens, f.shows, f.does = map[string]Screen{}, map[string]Show{}, map[string]Do{}
	for _, s := range table {
		if _, twice := f.screens[s.ID]; twice {
			panic("screen " + s.ID + " is in the table twice")
		}
		f.screens[s.ID] = s
	}
	b := &Binder{frame: f, bound: map[string]bool{}}
	for _, a := range areas {
		a.Bind(b)
	}
	r := chi.NewMux()
	r.Use(f.outer)
	r.NotFound(f.NotFound)
	r.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { f.trouble(w, r, ErrMethod) })
	for _, s := range table {
		if s.Path != "" {
			f.route(r, b, s)
		}
	}
	r.Get("/language/{language}", f.switchLanguage)
	if beside != nil {
		beside(r)
	}
	return r
}

// Show binds how a screen is shown.
func (b *Binder) Show(id string, show Show) {
	b.known(id)
	b.frame.shows[id] = show
}

// Do binds what is done when an act is sent from a screen.
func (b *Binder) Do(id, act string, do Do) {
	s := b.known(id)
	if _, ok := s.paths()[act]; !ok {
		panic("screen " + id + " has no act " + act + " in the table")
	}
	b.frame.does[id+" "+act] = do
}

func (b *Binder) known(id string) Screen {
	s, ok := b.frame.screens[id]
	if !ok {
		panic("screen " + id + " is not in the table of screens")
	}
	b.bound[id] = true
	return s
}

func (f *Frame) route(r chi.Router, b *Binder, s Screen) {
	if !b.bound[s.ID] || f.shows[s.ID] == nil {
		panic("screen " + s.ID + " is in the table and is not shown")
	}
	r.Get(s.Path, f.get(s))
	for act, path := range s.paths() {
		do := f.does[s.ID+" "+act]
		if do == nil {
			panic("act " + act + " of screen " + s.ID + " is in the table and is not done")
		}
		r.Post(path, f.post(s, act, do))
		if path != s.Path { // somebody reloads, or comes back in another language
			r.Get(path, backTo(act))
		}
	}
}

// backTo leads from the address of an act to the screen it was sent from.
func backTo(act string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path[:len(r.URL.Path)-len(act)-1], http.StatusSeeOther)
	}
}
