package httpapi

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/reading"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// Problem is an RFC 9457 problem. It never repeats what somebody sent.
type Problem struct {
	Type     string            `json:"type" doc:"Stable URI of the kind of problem"`
	Title    string            `json:"title" doc:"What is wrong, in plain English"`
	Status   int               `json:"status"`
	Code     string            `json:"code" doc:"Stable code of the problem"`
	Instance string            `json:"instance" doc:"Reference to quote when asking for help"`
	Facts    map[string]string `json:"facts,omitempty" doc:"Counts, dates and kinds that belong to the message"`
	Errors   []FieldError      `json:"errors,omitempty" doc:"Which fields cannot be right"`

	retryAfter int
}

// FieldError names a field that the API knows and what is expected there.
type FieldError struct {
	Pointer string `json:"pointer" doc:"JSON Pointer into the body, or the name of the parameter"`
	Message string `json:"message"`
}

// Error makes a problem an error of huma's.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of a problem, whatever was asked for.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come back.
func (p *Problem) GetHeaders() http.Header {
	if p.retryAfter == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.retryAfter)}}
}

var statuses = map[domain.Kind]int{
	domain.Invalid: http.StatusUnprocessableEntity, domain.Denied: http.StatusUnauthorized, domain.NotFound: http.StatusNotFound,
	domain.Refused: http.StatusConflict, domain.Conflict: http.StatusConflict, domain.Limited: http.StatusTooManyRequests,
	domain.Unavailable: http.StatusServiceUnavailable,
}

// problem is what an error looks like from outside; what is no domain.Error is nobody's business but the log's.
func problem(err error) *Problem {
	var d *domain.Error
	switch {
	case errors.As(err, &d):
	case errors.Is(err, eventstore.ErrBusy), errors.Is(err, eventstore.ErrUnknown), errors.Is(err, eventstore.ErrClosed):
		d = ErrNotNow
	case errors.Is(err, eventstore.ErrTooLarge):
		d = ErrTooLarge
	default:
		d = ErrInternal
	}
	status := statuses[d.Kind]
	if s, ok := exceptions[d.Code]; ok {
		status = s
	}
	p := newProblem(status, d.Code, d.Message)
	p.Facts = d.Fields
	if d.RetryAfter > 0 {
		p.retryAfter = int(d.RetryAfter.Seconds()) + 1
	}
	return p
}

func newProblem(status int, code, title string) *Problem {
	return &Problem{
		Type: "urn:casetrail:problem:" + code, Title: title, Status: status, Code: code, Instance: "urn:uuid:" + uuid.NewString(),
	}
}

// The errors of the front itself.
var (
	ErrInternal     = &domain.Error{Kind: domain.Unavailable, Code: "internal", Message: "Something went wrong on our side. Send the same request again with the same key; if it happens again, quote the reference."}
	ErrNotNow       = &domain.Error{Kind: domain.Unavailable, Code: "not_now", Message: "The service is busy. Nothing is lost: send the same request again with the same key.", RetryAfter: 2e9}
	ErrTooLarge     = &domain.Error{Kind: domain.Invalid, Code: "too_large", Message: "The request is too large."}
	ErrMethod       = &domain.Error{Kind: domain.NotFound, Code: "method_not_allowed", Message: "This address does not take this method."}
	ErrMalformed    = &domain.Error{Kind: domain.Invalid, Code: "malformed", Message: "The request cannot be read. Send JSON in UTF-8, without zero characters, each field once."}
	ErrMediaType    = &domain.Error{Kind: domain.Invalid, Code: "media_type", Message: "Send the body as application/json."}
	ErrCrossOrigin  = &domain.Error{Kind: domain.Denied, Code: "cross_origin", Message: "This request came from another site and was refused."}
	ErrKeyMissing   = &domain.Error{Kind: domain.Invalid, Code: "idempotency_key_missing", Message: "Send an Idempotency-Key: 8 to 128 letters, digits, dashes or underscores that you have not used for another request."}
	ErrFields       = &domain.Error{Kind: domain.Invalid, Code: "fields", Message: "Some fields cannot be right. See errors."}
	ErrNoBody       = &domain.Error{Kind: domain.Invalid, Code: "body_not_expected", Message: "This request takes no body."}
	ErrPrecondition = &domain.Error{Kind: domain.Invalid, Code: "precondition_malformed", Message: "If-Match takes the ETag of the case, for example \"12\"."}
)

// Errors is every error that this front adds.
var Errors = []*domain.Error{
	ErrInternal, ErrNotNow, ErrTooLarge, door.ErrNotHere, ErrMethod, ErrMalformed, ErrMediaType, ErrCrossOrigin, ErrKeyMissing,
	ErrFields, ErrNoBody, ErrPrecondition, reading.ErrPosition, reading.ErrBehind,
}

// exceptions are the codes whose status says more than their kind's.
var exceptions = map[string]int{
	ErrInternal.Code: http.StatusInternalServerError, ErrTooLarge.Code: http.StatusRequestEntityTooLarge,
	ErrMethod.Code: http.StatusMethodNotAllowed, ErrMalformed.Code: http.StatusBadRequest, ErrMediaType.Code: http.StatusUnsupportedMediaType,
	ErrCrossOrigin.Code: http.StatusForbidden, ErrKeyMissing.Code: http.StatusBadRequest, ErrPrecondition.Code: http.StatusBadRequest,
	reading.ErrPosition.Code: http.StatusBadRequest, domain.ErrChanged.Code: http.StatusPreconditionFailed,
}

func init() {
	// huma's own problems repeat the input; these do not. The variable is the only way huma offers.
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError { return fromHuma(status, errs) }
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true // a field has one name
}

func fromHuma(status int, errs []error) *Problem {
	p := problem(ErrFields)
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return problem(ErrTooLarge)
	case status == http.StatusUnsupportedMediaType:
		return problem(ErrMediaType)
	case status >= http.StatusInternalServerError:
		return problem(ErrInternal)
	case status == http.StatusBadRequest:
		p = problem(ErrMalformed)
	}
	for _, err := range errs {
		if detail, ok := err.(huma.ErrorDetailer); ok {
			if f, ok := fieldError(detail.ErrorDetail()); ok {
				p.Errors = append(p.Errors, f)
			}
		}
	}
	return p
}

// fieldError keeps what the schema says; what follows a colon, and the names of fields nobody knows, came from outside.
func fieldError(d *huma.ErrorDetail) (FieldError, bool) {
	message, _, _ := strings.Cut(d.Message, ":")
	where := "/" + strings.ReplaceAll(d.Location, ".", "/")
	where = strings.TrimPrefix(where, "/body")
	switch {
	case message == "unexpected property", strings.HasPrefix(message, "unknown query"):
		return FieldError{Message: "there is a field that this request does not have"}, true
	case strings.HasPrefix(message, "expected "):
		return FieldError{Pointer: where, Message: message}, true
	}
	return FieldError{}, false
}
