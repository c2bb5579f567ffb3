package frame

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/postgres/tables"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
)

// kept is what was sent after its session had ended, or was being typed when it ended: enough to go on with a button.
type kept struct {
	Screen string
	Path   string // to which it was sent
	Values url.Values
	Again  []string // fields that were filled in and are not kept
	Unsent bool     // its page's script sent it, to be kept
}

// worthKeeping: something was typed, into what only those fill in who are signed in. The rest is begun anew.
func (v *Visit) worthKeeping() bool {
	switch v.Screen.Who {
	case door.Applicant, door.Holder, door.Officer:
		values, _ := v.keepable()
		return len(values) > 0
	}
	return false
}

// keepable is what was typed without what is never kept, and which fields that leaves out.
func (v *Visit) keepable() (values url.Values, again []string) {
	values = v.content()
	for _, name := range v.Screen.unkept() {
		if values.Get(name) != "" {
			again = append(again, name)
		}
		values.Del(name)
	}
	return values, again
}

// unkept are the fields of a screen that are never kept.
func (s Screen) unkept() []string { return slices.Concat(s.Secret, s.Unkept) }

// keepUnsent answers the script of a page whose time is over: 201 when what was being typed is kept, 204 when not. Nothing
// is done with it.
func (v *Visit) keepUnsent(holder domain.Actor, proved bool) {
	if proved && holder.Kind != "" && v.worthKeeping() && v.keep(holder) {
		v.w.WriteHeader(http.StatusCreated)
		return
	}
	v.w.WriteHeader(http.StatusNoContent)
}

// keep keeps what was sent for its holder, without its secrets. What cannot be kept is lost as it was before: signing in
// again is offered all the same.
func (v *Visit) keep(holder domain.Actor) bool {
	was := kept{Screen: v.Screen.ID, Path: v.r.URL.EscapedPath(), Unsent: v.Value(keepField) != ""}
	was.Values, was.Again = v.keepable()
	plain, err := json.Marshal(was)
	if err == nil {
		plain, err = v.frame.Forms.Seal(plain, "kept form", holder.Kind, holder.ID)
	}
	if err == nil {
		_, err = v.frame.Kept.Keep(v.r.Context(), holder, plain)
	}
	if err != nil {
		v.frame.Logger.Error("a form could not be kept", "screen", v.Screen.ID, "error", err.Error())
	}
	return err == nil
}

// Offer is a form that was kept for the visitor, ready to be sent, or to be gone on with when it never was.
type Offer struct {
	ID     uuid.UUID
	Kept   time.Time
	Screen Screen     // it was sent from
	Form   parts.Form // its values are what was typed, without secrets
	Again  []string   // fields that have to be typed again
	Unsent bool
}

// Offer is the form that was kept last for the visitor; false when there is none.
func (v *Visit) Offer() (Offer, bool, error) {
	f, err := v.frame.Kept.Latest(v.ctx, v.Bearer.Holder)
	if err != nil || f.ID == uuid.Nil {
		return Offer{}, false, err
	}
	was, err := v.open(f)
	if err != nil { // sealed for somebody else, or by secrets that are gone: nobody can use it
		return Offer{}, false, v.Discard(f.ID)
	}
	form := v.Form("")
	form.ID, form.Action, form.Values, form.Kept = "form-kept", was.Path, was.Values, f.ID.String()
	return Offer{ID: f.ID, Kept: f.Kept, Screen: v.frame.screens[was.Screen], Form: form, Again: was.Again, Unsent: was.Unsent}, true, nil
}

func (v *Visit) open(f tables.KeptForm) (was kept, err error) {
	plain, err := v.frame.Forms.Open(f.Sealed, "kept form", v.Bearer.Holder.Kind, v.Bearer.Holder.ID)
	if err == nil {
		err = json.Unmarshal(plain, &was)
	}
	return was, err
}

// Discard drops a kept form.
func (v *Visit) Discard(id uuid.UUID) error { return v.frame.Kept.Drop(v.ctx, v.Bearer.Holder, id) }

// typeAgain says which fields of a form that was kept have to be typed again, when its page is shown to go on with it.
func (v *Visit) typeAgain() []parts.Notice {
	if v.failed != nil {
		return nil
	}
	var names []string
	for _, name := range v.Values(AgainField) {
		if key := "kept.field." + name; slices.Contains(v.Screen.unkept(), name) && texts.Has(key) {
			names = append(names, v.T(key))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []parts.Notice{{Kind: parts.Info, Text: v.T("frame.type_again", "Fields", texts.List(v.ctx, names...)), Live: true}}
}

// sentAgain drops the kept form that was just sent again. If that fails it is offered once more, and sent again it is
// the same as any form sent twice.
func (v *Visit) sentAgain() {
	id, err := uuid.Parse(v.Value(keptField))
	if err != nil {
		return
	}
	if err := v.Discard(id); err != nil {
		v.frame.Logger.Error("a kept form could not be dropped", "error", err.Error())
	}
}

// nextCookie is where somebody wanted to go who had to sign in first.
const nextCookie = "__Host-next"

func (v *Visit) comeBack() {
	path := v.r.URL.EscapedPath()
	if v.sent && v.act != "" {
		path = path[:len(path)-len(v.act)-1]
	}
	http.SetCookie(v.w, door.Cookie(nextCookie, local(path), 1800))
}

// Onward is where somebody goes who has just signed in: to what was kept for them, to where they wanted to go, or home.
func (v *Visit) Onward(holder domain.Actor, home string) string {
	if f, err := v.frame.Kept.Latest(v.ctx, holder); err == nil && f.ID != uuid.Nil {
		return "/kept"
	}
	return v.Back(home)
}

// Back is where somebody wanted to go before they were asked to prove something. Where an applicant wanted to go is not
// where a member of staff goes on.
func (v *Visit) Back(home string) string {
	c, err := v.r.Cookie(nextCookie)
	if err != nil || local(c.Value) == "/" {
		return home
	}
	http.SetCookie(v.w, door.Cookie(nextCookie, "", -1))
	if next := local(c.Value); ofStaff(next) == ofStaff(home) {
		return next
	}
	return home
}

func ofStaff(path string) bool { return path == "/staff" || strings.HasPrefix(path, "/staff/") }
