package frame

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// The errors of the frame itself.
var (
	ErrInternal    = &domain.Error{Kind: domain.Unavailable, Code: "internal", Message: "Something went wrong on our side. Nothing was changed. Try again; if it happens again, quote the reference."}
	ErrNotNow      = &domain.Error{Kind: domain.Unavailable, Code: "not_now", Message: "The service is busy. Nothing is lost: try again in a moment.", RetryAfter: 2e9}
	ErrNoPage      = &domain.Error{Kind: domain.NotFound, Code: "not_found", Message: "There is no such page, or it is not yours to see."}
	ErrMethod      = &domain.Error{Kind: domain.NotFound, Code: "method_not_allowed", Message: "This address cannot be used this way."}
	ErrAddress     = &domain.Error{Kind: domain.Invalid, Code: "malformed", Message: "This address cannot be read."}
	ErrForm        = &domain.Error{Kind: domain.Invalid, Code: "form_malformed", Message: "This form is not complete. Open the page again."}
	ErrTooLarge    = &domain.Error{Kind: domain.Invalid, Code: "too_large", Message: "What was sent is too large."}
	ErrCrossOrigin = &domain.Error{Kind: domain.Denied, Code: "cross_origin", Message: "This came from another site and was refused. Nothing was changed."}
	ErrStale       = &domain.Error{Kind: domain.Conflict, Code: "form_stale", Message: "This page was open for a long time. Check what you typed and send it again."}
)

// Errors is every error that the frame adds.
var Errors = []*domain.Error{ErrInternal, ErrNotNow, ErrNoPage, ErrMethod, ErrAddress, ErrForm, ErrTooLarge, ErrCrossOrigin, ErrStale}

var _ = texts.Family(
	"error.", "internal", "not_now", "not_found", "method_not_allowed", "malformed", "form_malformed", "too_large", "cross_origin", "form_stale",
)

// fieldError is an error that belongs to a field.
type fieldError struct {
	field string
	err   error
}

func (e fieldError) Error() string { return e.err.Error() }
func (e fieldError) Unwrap() error { return e.err }

// At binds an error to the field that it is about. Several are joined with errors.Join.
func At(field string, err error) error {
	if err == nil {
		return nil
	}
	return fieldError{field, err}
}

// Fields binds errors to fields by what they are; what is not listed is about the whole form.
func Fields(err error, fields map[string][]*domain.Error) error {
	for field, about := range fields {
		if slices.ContainsFunc(about, func(e *domain.Error) bool { return errors.Is(err, e) }) {
			return At(field, err)
		}
	}
	return err
}

// explain puts an error of a rule into words; false when it is none that the sender of the form can mend or wait for.
func (v *Visit) explain(err error) ([]parts.Problem, bool) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []parts.Problem
		for _, e := range joined.Unwrap() {
			some, ok := v.explain(e)
			if !ok {
				return nil, false
			}
			all = append(all, some...)
		}
		return all, true
	}
	d := rule(err)
	if d == nil || d.Code == ErrInternal.Code || is(err, domain.ErrSignedOut) || is(err, workflow.ErrProveAgain) || is(err, door.ErrNotHere) {
		return nil, false
	}
	var at fieldError
	errors.As(err, &at)
	return []parts.Problem{{Field: at.field, Text: v.words(d)}}, true
}

// words say an error in the visitor's language.
func (v *Visit) words(d *domain.Error) string {
	return texts.Problem(v.ctx, d.Code, d.Fields, d.RetryAfter)
}

// rule is the error of a rule that an error is; what is none is our fault.
func rule(err error) *domain.Error {
	var d *domain.Error
	switch {
	case errors.As(err, &d):
		return d
	case errors.Is(err, eventstore.ErrBusy), errors.Is(err, eventstore.ErrUnknown), errors.Is(err, eventstore.ErrClosed):
		return ErrNotNow
	case errors.Is(err, eventstore.ErrTooLarge):
		return ErrTooLarge
	}
	return ErrInternal
}

func is(err error, target *domain.Error) bool { return errors.Is(err, target) }

// State is how a screen is marked when it shows an error: by its code.
func State(err error) string {
	return strings.NewReplacer(".", "_").Replace(rule(first(err)).Code)
}

func first(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) > 0 {
		return first(joined.Unwrap()[0])
	}
	return err
}

var statuses = map[domain.Kind]int{
	domain.Invalid: http.StatusUnprocessableEntity, domain.Denied: http.StatusUnprocessableEntity, domain.NotFound: http.StatusNotFound,
	domain.Refused: http.StatusConflict, domain.Conflict: http.StatusConflict, domain.Limited: http.StatusTooManyRequests,
	domain.Unavailable: http.StatusServiceUnavailable,
}

// exceptions are the codes whose status says more than their kind's.
var exceptions = map[string]int{
	ErrInternal.Code: http.StatusInternalServerError, ErrMethod.Code: http.StatusMethodNotAllowed,
	ErrAddress.Code: http.StatusBadRequest, ErrForm.Code: http.StatusBadRequest, ErrTooLarge.Code: http.StatusRequestEntityTooLarge,
	ErrCrossOrigin.Code: http.StatusForbidden,
}

func status(d *domain.Error) int {
	if s, ok := exceptions[d.Code]; ok {
		return s
	}
	return statuses[d.Kind]
}

// spoilt marks a page that shows an error.
func (v *Visit) spoilt(p Page) Page {
	d := rule(first(v.failed))
	p.Status = status(d)
	if p.State == "" {
		p.State = State(v.failed)
	}
	sayWhen(v.w, d)
	return p
}

func sayWhen(w http.ResponseWriter, d *domain.Error) {
	if d.RetryAfter > 0 {
		w.Header().Set("Retry-After", retryAfter(d.RetryAfter))
	}
}

// reference is what somebody can quote; what is our fault is logged with it, by route: addresses hold receipt numbers, an
// error of a rule is the visitor's.
func (f *Frame) reference(r *http.Request, err error) string {
	reference := uuid.NewString()
	var d *domain.Error
	if !errors.As(err, &d) && r.Context().Err() == nil {
		f.Logger.Error("a page failed", "route", door.Pattern(r), "reference", reference, "error", err.Error())
	}
	return reference
}
