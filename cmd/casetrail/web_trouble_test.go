package main

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// failing are sessions that cannot be found while there is trouble.
type failing struct {
	workflow.Tokens
	trouble *atomic.Pointer[error]
}

func (f failing) Find(ctx context.Context, token string) (workflow.Token, error) {
	if err := f.trouble.Load(); err != nil {
		return workflow.Token{}, *err
	}
	return f.Tokens.Find(ctx, token)
}

// Whatever goes wrong is a page that says what to do, in the reader's language, with the status that programs read.
func TestEveryKindOfTroubleIsAPage(t *testing.T) {
	t.Parallel()
	var trouble atomic.Pointer[error]
	p := serveProduct(t, func(c *core) { c.tokens = failing{c.tokens, &trouble} })
	for _, language := range []string{"en", "es"} {
		b := p.stranger(applicant).pages(language)
		b.get("/help?a=1&a=2").on("P09", "400")
		b.get("/nowhere").on("P09", "404")
		b.post("/help", url.Values{}).on("P09", "405")
		b.post("/sign-in", url.Values{"email": {strings.Repeat("x", 70_000)}}).on("P09", "413")
		b.post("/sign-in", url.Values{}, "Sec-Fetch-Site", "cross-site").on("P09", "403")
		for state, err := range map[string]error{"500": errors.New("no route to the secret host"), "503": eventstore.ErrBusy} {
			trouble.Store(&err)
			page := b.get("/cases").on("P09", state).hides("secret host")
			if state == "503" && page.Header.Get("Retry-After") == "" {
				t.Error("busy, and nobody says until when")
			}
			trouble.Store(nil)
		}
	}
}

func TestTooManyRequestsIsAPage(t *testing.T) {
	t.Parallel()
	s := testStores(t)
	s.Limits = "requests=2/1h"
	b := serveOn(t, s).browse("es")
	b.get("/help").on("P05", "demonstration")
	b.get("/help").on("P05", "demonstration")
	if page := b.get("/help").on("P09", "429"); page.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to come back")
	}
}
