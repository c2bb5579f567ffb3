package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/projections"
)

// Recorded are the headers of an answer to a command.
type Recorded struct {
	Position string `header:"Casetrail-Position" doc:"Send it as Casetrail-Wait-For to read what this wrote"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: this had been done before under the same key"`
}

func recorded[S any, E domain.Event](a *API, d domain.Done[S, E]) Recorded {
	r := Recorded{Position: projections.Token(d.Position, a.Epoch)}
	if d.Repeated {
		r.Replayed = "true"
	}
	return r
}

// Cookie is the header of an answer that begins, changes or ends a session.
type Cookie struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
}

// Waiting is what a reader sends who has just written.
type Waiting struct {
	WaitFor string `header:"Casetrail-Wait-For" maxLength:"80" doc:"A Casetrail-Position: answer only what has passed it"`
}

const patience = 2 * time.Second

// wait lets the views pass the position that a reader brings; false when it took too long. A position of another epoch
// (before a restore) says nothing about this log and is passed over.
func (a *API) wait(ctx context.Context, token string, views ...string) (bool, error) {
	if token == "" {
		return true, nil
	}
	position, epoch, err := projections.ParseToken(token)
	if err != nil {
		return false, ErrPosition
	}
	if epoch != a.Epoch {
		return true, nil
	}
	return a.reach(ctx, position, patience, views...)
}

func (a *API) reach(ctx context.Context, position domain.Position, limit time.Duration, views ...string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	f, err := a.Views.Wait(ctx, position, views...)
	switch {
	case errors.Is(err, projections.ErrAhead):
		return false, ErrPosition
	case err != nil && ctx.Err() == nil:
		return false, err
	}
	return f.Reached, nil
}

// revision reads If-Match: the revision of a case as its ETag told it.
func revision(ifMatch string) (domain.Revision, bool, error) {
	if ifMatch == "" {
		return 0, false, nil
	}
	n, err := strconv.ParseUint(strings.Trim(ifMatch, `"`), 10, 63)
	if err != nil || etag(domain.Revision(n)) != ifMatch {
		return 0, false, ErrPrecondition
	}
	return domain.Revision(n), true, nil
}

func etag(r domain.Revision) string { return strconv.Quote(strconv.FormatUint(uint64(r), 10)) }
