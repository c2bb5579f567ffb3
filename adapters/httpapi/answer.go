package httpapi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/casetrail/casetrail/domain"
)

// Recorded are the headers of an answer to a command.
type Recorded struct {
	Position string `header:"Casetrail-Position" doc:"Send it as Casetrail-Wait-For to read what this wrote"`
	Replayed string `header:"Idempotent-Replayed" doc:"true: this had been done before under the same key"`
}

func recorded[S any, E domain.Event](a *API, d domain.Done[S, E]) Recorded {
	r := Recorded{Position: a.Reading.Token(d.Position)}
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
