package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

func TestTheStatusOfEachKindOfError(t *testing.T) {
	t.Parallel()
	for kind, status := range map[domain.Kind]int{
		domain.Invalid: 422, domain.Denied: 401, domain.NotFound: 404, domain.Refused: 409, domain.Conflict: 409,
		domain.Limited: 429, domain.Unavailable: 503,
	} {
		p := problem(fmt.Errorf("on the way: %w", &domain.Error{Kind: kind, Code: "some.code", Message: "Some words."}))
		if p.Status != status || p.Code != "some.code" || p.Title != "Some words." || p.Type != "urn:casetrail:problem:some.code" {
			t.Errorf("%s: %+v", kind, p)
		}
	}
	if len(statuses) != 7 {
		t.Errorf("%d kinds have a status", len(statuses))
	}
}

func TestTheStatusOfEachErrorOfTheFront(t *testing.T) {
	t.Parallel()
	want := map[*domain.Error]int{
		ErrInternal: 500, ErrNotNow: 503, ErrTooLarge: 413, door.ErrNotHere: 404, ErrMethod: 405, ErrMalformed: 400, ErrMediaType: 415,
		ErrCrossOrigin: 403, ErrKeyMissing: 400, ErrFields: 422, ErrNoBody: 422, ErrPrecondition: 400, reading.ErrPosition: 400, reading.ErrBehind: 503,
	}
	seen := map[string]bool{}
	for _, err := range Errors {
		p := problem(err)
		if p.Status != want[err] || p.Title == "" || seen[err.Code] {
			t.Errorf("%s answers %d, not %d", err.Code, p.Status, want[err])
		}
		seen[err.Code] = true
	}
	if len(Errors) != len(want) {
		t.Errorf("%d errors, %d in the table", len(Errors), len(want))
	}
	if p := problem(domain.ErrChanged); p.Status != 412 {
		t.Errorf("another revision answers %d", p.Status)
	}
}

func TestWhatIsNotOursToTellIsNotTold(t *testing.T) {
	t.Parallel()
	secret := errors.New(`dial tcp 10.0.0.7: password "hunter2"`)
	for _, c := range []struct {
		err    error
		status int
		code   string
	}{
		{secret, 500, "internal"},
		{fmt.Errorf("%w: %w", eventstore.ErrBusy, secret), 503, "not_now"},
		{fmt.Errorf("%w: %w", eventstore.ErrUnknown, secret), 503, "not_now"},
		{fmt.Errorf("%w: %w", eventstore.ErrClosed, secret), 503, "not_now"},
		{fmt.Errorf("%w: %w", eventstore.ErrTooLarge, secret), 413, "too_large"},
		{fmt.Errorf("%w (%w)", eventstore.ErrUnavailable, secret), 503, eventstore.ErrUnavailable.Code},
		{vault.ErrCrowded, 503, "too_many_sign_ins"},
	} {
		w := httptest.NewRecorder()
		write(w, c.err)
		if w.Code != c.status || !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) || strings.Contains(w.Body.String(), "hunter2") {
			t.Errorf("%v: %d %s", c.err, w.Code, w.Body)
		}
		if w.Code == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%v: does not say when to come back", c.err)
		}
	}
}

func TestWhenToComeBack(t *testing.T) {
	t.Parallel()
	for wait, says := range map[time.Duration]string{
		0: "", time.Millisecond: "1", time.Second: "2", 1500 * time.Millisecond: "2", 20 * time.Minute: "1201",
	} {
		w := httptest.NewRecorder()
		write(w, workflow.ErrWait.After(wait))
		if got := w.Header().Get("Retry-After"); w.Code != 429 || got != says {
			t.Errorf("after %v: %d, %q, not %q", wait, w.Code, got, says)
		}
	}
}

func TestAProblemHasAReferenceOfItsOwn(t *testing.T) {
	t.Parallel()
	var a, b Problem
	for _, p := range []*Problem{&a, &b} {
		w := httptest.NewRecorder()
		write(w, door.ErrNotHere)
		if err := json.Unmarshal(w.Body.Bytes(), p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Fatal(w.Header(), err)
		}
	}
	if _, err := uuid.Parse(a.Instance); err != nil || a.Instance == b.Instance {
		t.Errorf("%q and %q, %v", a.Instance, b.Instance, err)
	}
}

func TestWhatTheSchemaSaysIsToldWithoutWhatWasSent(t *testing.T) {
	t.Parallel()
	p := fromHuma(422, []error{
		&huma.ErrorDetail{Message: "expected string", Location: "body.party.family_name", Value: "typed"},
		&huma.ErrorDetail{Message: "expected string to be RFC 4122 uuid: invalid UUID typed", Location: "path.account", Value: "typed"},
		&huma.ErrorDetail{Message: "unexpected property", Location: "body.typed", Value: "typed"},
		&huma.ErrorDetail{Message: "unknown query parameter", Location: "query.typed"},
		&huma.ErrorDetail{Message: "invalid value: typed", Location: "path.staff", Value: "typed"},
		errors.New("typed"),
	})
	raw, err := json.Marshal(p)
	if err != nil || strings.Contains(string(raw), "typed") {
		t.Errorf("%s %v", raw, err)
	}
	want := []FieldError{
		{"/party/family_name", "expected string"},
		{"/path/account", "expected string to be RFC 4122 uuid"},
		{"", "there is a field that this request does not have"},
		{"", "there is a field that this request does not have"},
	}
	if fmt.Sprint(p.Errors) != fmt.Sprint(want) || p.Status != 422 || p.Code != "fields" {
		t.Errorf("%+v", p)
	}
	for status, code := range map[int]string{400: "malformed", 413: "too_large", 415: "media_type", 422: "fields", 500: "internal", 503: "internal"} {
		if p := fromHuma(status, nil); p.Code != code {
			t.Errorf("%d is told as %s", status, p.Code)
		}
	}
}
