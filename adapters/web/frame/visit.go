package frame

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections"
)

// Visit is one request for a screen: from where, by whom, in which language, with what typed.
type Visit struct {
	Screen  Screen
	Network string
	Device  uuid.UUID
	At      time.Time
	Token   string         // of the session, as the browser brought it
	Bearer  workflow.Token // the zero Token: nobody

	frame    *Frame
	w        http.ResponseWriter
	r        *http.Request
	ctx      context.Context
	sent     bool       // a form was sent
	act      string     // which
	typed    url.Values // what was typed
	key      string
	problems []parts.Problem
	failed   error // of what was done, when it is shown again
}

// Context carries the language, and ends with the request.
func (v *Visit) Context() context.Context { return v.ctx }

// T is a text in the visitor's language.
func (v *Visit) T(key string, pairs ...any) string { return texts.T(v.ctx, key, pairs...) }

// Language of this page.
func (v *Visit) Language() string { return texts.Language(v.ctx) }

// Param is a part of the path, by its name in the table.
func (v *Visit) Param(name string) string { return chi.URLParamFromCtx(v.r.Context(), name) }

// Path is the address of the page, without its parameters; of an act, that of the page it was sent from.
func (v *Visit) Path() string { return v.address("") }

// Query is a parameter of the address: a filter, a page of a list.
func (v *Visit) Query(name string) string { return v.r.URL.Query().Get(name) }

// Value is what was typed into a field.
func (v *Visit) Value(name string) string { return v.typed.Get(name) }

// Values are all that were chosen under one name.
func (v *Visit) Values(name string) []string { return v.typed[name] }

// Actor is who acts: the session's holder, or nobody in particular.
func (v *Visit) Actor() domain.Actor {
	if v.Bearer.Holder.Kind == "" {
		return domain.Actor{Kind: domain.Anonymous}
	}
	return v.Bearer.Holder
}

// Holder is the id of the account or member of staff that is signed in.
func (v *Visit) Holder() uuid.UUID {
	id, _ := uuid.Parse(v.Bearer.Holder.ID)
	return id
}

// Act is the press of a button: pressing it twice is one act, pressing it after a change is another.
func (v *Visit) Act() domain.Act {
	input := v.frame.Digests.Input([]byte(v.r.URL.EscapedPath() + "\x00" + v.content().Encode()))
	key := "form " + v.key + " " + uuid.NewSHA1(uuid.Nil, input).String()
	return domain.Attempt(v.Actor(), "web."+v.Screen.Name+"."+v.act, key, v.At, input)
}

// content is what was typed, without what the frame itself put into the form.
func (v *Visit) content() url.Values {
	rest := url.Values{}
	for name, values := range v.typed {
		if !slices.Contains(ownFields, name) {
			rest[name] = values
		}
	}
	return rest
}

// repeatable is of it what may be shown again: all but secrets.
func (v *Visit) repeatable() url.Values {
	rest := v.content()
	for _, secret := range v.Screen.Secret {
		rest.Del(secret)
	}
	return rest
}

// Keep gives the browser the token of a session that begins or goes on.
func (v *Visit) Keep(token string) { http.SetCookie(v.w, door.Keep(token)) }

// Remember gives the browser the id by which its device is known again.
func (v *Visit) Remember(device uuid.UUID) { http.SetCookie(v.w, door.Remember(device)) }

// Forget takes from the browser what it holds of a session that is over.
func (v *Visit) Forget() {
	http.SetCookie(v.w, door.Drop())
	v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

// positionCookie says what the next page must show at least.
const positionCookie = "__Host-after"

// Wrote remembers, for the pages of the next minute, that they must show what was just recorded.
func (v *Visit) Wrote(at domain.Position) {
	http.SetCookie(v.w, door.Cookie(positionCookie, projections.Token(at, v.frame.Epoch), 60))
}

// After is the position that what is shown must have passed; empty when any will do.
func (v *Visit) After() string {
	c, err := v.r.Cookie(positionCookie)
	if err != nil {
		return ""
	}
	if _, _, err := projections.ParseToken(c.Value); err != nil {
		return "" // another program's cookie is no reason to show nothing
	}
	return c.Value
}

// Behind is the time of day for a page that is not up to date; nothing for one that is.
func (v *Visit) Behind(late bool) string {
	if !late {
		return ""
	}
	return texts.Clock(v.ctx, v.At)
}

// Agency is how titles name it.
func (v *Visit) Agency() string { return v.frame.Agency }

// Dev says that this is a development server, which shows whom to sign in as.
func (v *Visit) Dev() bool { return v.frame.Dev }

// Failed is the error of what was done, on the page that is shown again; nil on a fresh one.
func (v *Visit) Failed() error { return v.failed }
