package frame

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// get serves the page of a screen.
func (f *Frame) get(s Screen) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := f.visit(w, r, s)
		if err := v.enter(); err != nil {
			v.turnAway(err)
			return
		}
		v.device()
		v.show()
	}
}

// post does what was sent from a screen.
func (f *Frame) post(s Screen, act string, do Do) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := f.visit(w, r, s)
		v.act = act
		if err := v.read(); err != nil {
			v.turnAway(err)
			return
		}
		holder, proved := f.proves(v.Value(tokenField), v.Token, v.Device)
		if v.Value(keepField) != "" {
			v.keepUnsent(holder, proved)
			return
		}
		if err := v.enter(); err != nil {
			if errors.Is(err, domain.ErrSignedOut) && proved && holder.Kind != "" && v.worthKeeping() {
				v.keep(holder)
			}
			v.turnAway(err)
			return
		}
		v.device()
		switch language := v.Value(languageField); {
		case language != "":
			v.speak(language)
			v.show()
		case !proved || !v.of(holder):
			v.again(ErrStale)
		default:
			v.run(do)
		}
	}
}

// visit reads what every request brings.
func (f *Frame) visit(w http.ResponseWriter, r *http.Request, s Screen) *Visit {
	v := &Visit{
		Screen: s, Network: f.Proxies.Network(r), Device: door.Device(r), At: f.Now(), Token: door.Session(r),
		frame: f, w: w, r: r, typed: url.Values{},
	}
	v.ctx = f.listen(r)
	return v
}

// enter finds who comes, and says no to whom the screen is not for.
func (v *Visit) enter() error {
	if query, err := url.ParseQuery(v.r.URL.RawQuery); err != nil || !utf8.ValidString(v.r.URL.Path) || !single(query) {
		return ErrAddress
	}
	bearer, err := v.identify(v.r.Context())
	if err != nil && (v.Screen.Who != door.Anyone || !errors.Is(err, domain.ErrSignedOut)) {
		return err
	}
	v.Bearer = bearer // nobody, when the session is over
	if err := v.Screen.Who.Admit(v.Bearer); err != nil {
		return err
	}
	if v.sent && v.Screen.Who == door.SigningUp {
		if err := door.Take(v.r.Context(), v.frame.Limits, limits.SignUpSteps, v.Bearer.Holder.ID); err != nil {
			return err
		}
	}
	if v.Screen.Proved {
		return v.Bearer.Fresh(v.At)
	}
	return nil
}

func (v *Visit) identify(ctx context.Context) (workflow.Token, error) {
	if v.Token == "" {
		return workflow.Token{}, domain.ErrSignedOut
	}
	return v.frame.Tokens.Find(ctx, v.Token)
}

// single says that each parameter is text and is given once.
func single(query url.Values) bool {
	for name, values := range query {
		if len(values) > 1 || !utf8.ValidString(name+values[0]) {
			return false
		}
	}
	return true
}
