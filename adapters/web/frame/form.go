package frame

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/domain"
)

// Fields that the frame itself puts into every form.
const (
	tokenField    = "_token"
	keyField      = "_key"
	languageField = "_language"
	keptField     = "_kept" // of a form that is sent again: the kept one
	keepField     = "_keep" // of a form that nobody sent: the session ends while somebody types
)

// AgainField names, in a form that was kept, a field that has to be typed again.
const AgainField = "_again"

var ownFields = []string{tokenField, keyField, languageField, keptField, keepField, AgainField}

const (
	maxForm   = 64 << 10
	maxFields = 200
)

// Form is the form of an act on this page: with what was typed when it is this act that is shown again, else with what is
// known already (name, value, name, value). The form of the first act is the page's own.
func (v *Visit) Form(act string, known ...string) parts.Form {
	f := parts.Form{
		Action: v.address(act), Token: v.frame.token(v.Token, v.Bearer.Holder, v.Device), Key: uuid.NewString(), Values: url.Values{},
	}
	if act != v.Screen.main() {
		f.ID = "form-" + act
	}
	if v.sent && act == v.act {
		f.Values, f.Problems, f.Typed, f.Kept = v.repeatable(), v.problems, true, v.Value(keptField)
		return f
	}
	for i := 0; i+1 < len(known); i += 2 {
		f.Values.Set(known[i], known[i+1])
	}
	return f
}

// address is where an act of this page is sent.
func (v *Visit) address(act string) string {
	path := v.r.URL.EscapedPath()
	if v.sent && v.act != "" {
		path = strings.TrimSuffix(path, "/"+v.act)
	}
	return actPath(path, act)
}

// token proves that a form came from a page that we showed to this browser. It names its holder, so that what is sent
// after the session has ended can be kept for whom it belongs to.
func (f *Frame) token(session string, holder domain.Actor, device uuid.UUID) string {
	if holder.Kind == "" {
		return ".." + f.Forms.Token("form", "device", device.String())
	}
	return holder.Kind + "." + holder.ID + "." + f.Forms.Token("form", "session", session, holder.Kind, holder.ID)
}

// proves tells whether a token of a form is of this browser, and whose page it was. A page that was shown to nobody in
// particular may be sent by who has signed in meanwhile.
func (f *Frame) proves(token, session string, device uuid.UUID) (domain.Actor, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return domain.Actor{}, false
	}
	holder := domain.Actor{Kind: parts[0], ID: parts[1]}
	if holder.Kind == "" {
		return domain.Actor{}, device != uuid.Nil && f.Forms.Holds(parts[2], "form", "device", device.String())
	}
	return holder, session != "" && f.Forms.Holds(parts[2], "form", "session", session, holder.Kind, holder.ID)
}

// of says whether a page that was shown to a holder may be sent by who comes now. Where anyone may come, the end of the
// session in between is no hindrance to a button with nothing typed, such as the one that signs out.
func (v *Visit) of(holder domain.Actor) bool {
	return holder.Kind == "" || holder == v.Bearer.Holder || v.Bearer.Holder.Kind == "" && len(v.content()) == 0
}

// read reads a form: small, each field text.
func (v *Visit) read() error {
	if kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return ErrForm
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxForm)
	err := v.r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return ErrTooLarge
	case err != nil || len(v.r.PostForm) > maxFields:
		return ErrForm
	}
	for name, values := range v.r.PostForm {
		for i, s := range values {
			if !utf8.ValidString(name+s) || strings.ContainsRune(s, 0) {
				return ErrForm
			}
			values[i] = strings.ReplaceAll(s, "\r\n", "\n") // as browsers send the lines of a text
		}
	}
	v.key = uuid.NewString() // a form without a key, such as the one that signs out, is an act of its own each time
	if k := v.r.PostForm.Get(keyField); k != "" {
		key, err := uuid.Parse(k)
		if err != nil {
			return ErrForm
		}
		v.key = key.String()
	}
	v.sent, v.typed = true, v.r.PostForm
	return nil
}

// device gives a browser that is to fill in a form an id, to which the form is bound.
func (v *Visit) device() {
	if v.Device == uuid.Nil {
		v.Device = uuid.New()
		http.SetCookie(v.w, door.Remember(v.Device))
	}
}
