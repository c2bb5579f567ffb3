package httpapi

import (
	"context"
	"net/http"
	"regexp"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
	"github.com/casetrail/casetrail/domain/workflow"
)

// visit is one request as the handlers see it: from where, by whom, under which key.
type visit struct {
	route   Route
	network string
	device  uuid.UUID
	key     string
	hasBody bool
	input   []byte // keyed digest of path and body
	at      time.Time
	token   string
	bearer  workflow.Token // the zero Token: nobody
}

type visitKey struct{}

func visiting(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// actor is who acts: the token's holder, or nobody in particular.
func (v visit) actor() domain.Actor {
	if v.bearer.Holder.Kind == "" {
		return domain.Actor{Kind: domain.Anonymous}
	}
	return v.bearer.Holder
}

// act is this request's act: the same key on the same route by the same actor is the same act.
func (v visit) act() domain.Act {
	return domain.Attempt(v.actor(), v.route.ID, v.key, v.at, v.input)
}

// holder is the id of the account or member of staff that holds the token.
func (v visit) holder() uuid.UUID {
	id, _ := uuid.Parse(v.bearer.Holder.ID)
	return id
}

var keyShape = regexp.MustCompile(`^[A-Za-z0-9_-]{8,128}$`)

// visit reads what every request brings, and says no to whom the route is not for. Not signed in is said; not allowed
// looks like not found.
func (a *API) visit(w http.ResponseWriter, r *http.Request, route Route) (visit, error) {
	v := visit{route: route, network: a.Proxies.Network(r), device: door.Device(r), at: a.Now()}
	if err := checkAddress(r); err != nil {
		return v, err
	}
	body, err := readBody(w, r)
	if err != nil {
		return v, err
	}
	v.hasBody = len(body) > 0 && string(body) != "{}"
	if route.Method == http.MethodPost {
		if v.key = r.Header.Get("Idempotency-Key"); !keyShape.MatchString(v.key) {
			return v, ErrKeyMissing
		}
	}
	if route.Method == http.MethodDelete { // without a key each is an act of its own: ending what has ended records nothing
		v.key = r.Header.Get("Idempotency-Key")
		if !keyShape.MatchString(v.key) {
			v.key = uuid.NewString()
		}
	}
	v.input = a.Digests.Input(append([]byte(r.URL.EscapedPath()+"\x00"), body...))
	if err := a.identify(r, &v); err != nil {
		return v, err
	}
	return v, nil
}

// identify finds who holds the session cookie. Where anyone may come nobody is asked: whoever signs in is nobody yet.
func (a *API) identify(r *http.Request, v *visit) error {
	if v.route.Who == door.Anyone {
		return nil
	}
	token := door.Session(r)
	if token == "" {
		return domain.ErrSignedOut
	}
	bearer, err := a.Tokens.Find(r.Context(), token)
	if err != nil {
		return err
	}
	v.token, v.bearer = token, bearer
	if err := v.route.Who.Admit(bearer); err != nil || v.route.Who != door.SigningUp {
		return err
	}
	return door.Take(r.Context(), a.Limits, limits.SignUpSteps, bearer.Holder.ID)
}
