package statusapi

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/eventstore"
)

// fault is every answer that is no success. It never repeats what somebody sent.
type fault struct {
	Code       int           `json:"code"`
	Message    string        `json:"message"`
	OAuth      string        `json:"error,omitempty"` // of the token call, where RFC 6749 wants it
	retryAfter time.Duration // zero: the header is left out
}

func (f fault) Error() string { return f.Message }

// The faults. The messages of 401 (token) and 429 (burst) are published; the others are ours.
var (
	faultToken       = fault{Code: http.StatusUnauthorized, Message: "Invalid Access Token"}
	faultUnknown     = fault{Code: http.StatusNotFound, Message: "Case Not Found"}
	faultReceipt     = fault{Code: http.StatusUnprocessableEntity, Message: "Invalid Receipt Number"}
	faultBurst       = fault{Code: http.StatusTooManyRequests, Message: "Spike Arrest Violation"}
	faultQuota       = fault{Code: http.StatusTooManyRequests, Message: "Quota Violation"}
	faultNowhere     = fault{Code: http.StatusNotFound, Message: "Not Found"}
	faultMethod      = fault{Code: http.StatusMethodNotAllowed, Message: "Method Not Allowed"}
	faultInternal    = fault{Code: http.StatusInternalServerError, Message: "Internal Server Error"}
	faultUnavailable = fault{Code: http.StatusServiceUnavailable, Message: "Service Unavailable", retryAfter: time.Second}

	faultCredentials = fault{Code: http.StatusUnauthorized, Message: "Invalid Client Credentials", OAuth: "invalid_client"}
	faultRequest     = fault{Code: http.StatusBadRequest, Message: "Send grant_type, client_id and client_secret once each, in the body", OAuth: "invalid_request"}
	faultGrantType   = fault{Code: http.StatusBadRequest, Message: "The grant_type is client_credentials", OAuth: "unsupported_grant_type"}
	faultScope       = fault{Code: http.StatusBadRequest, Message: "This client does not have that scope", OAuth: "invalid_scope"}
	faultTooLarge    = fault{Code: http.StatusRequestEntityTooLarge, Message: "Request Too Large", OAuth: "invalid_request"}
	faultMediaType   = fault{Code: http.StatusUnsupportedMediaType, Message: "Send the body as application/x-www-form-urlencoded", OAuth: "invalid_request"}
)

// rulings are the faults of what the rules say no to. What was malformed in a receipt number is one to programs.
var rulings = map[string]fault{
	domain.ErrSignedOut.Code: faultToken, workflow.ErrClientSecret.Code: faultCredentials, casefile.ErrUnknown.Code: faultUnknown,
	workflow.ErrWait.Code: faultBurst, workflow.ErrBurst.Code: faultBurst, workflow.ErrQuota.Code: faultQuota,
}

// faultOf is what an error looks like from outside.
func faultOf(err error) fault {
	var f fault
	var d *domain.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, eventstore.ErrBusy), errors.Is(err, eventstore.ErrUnknown), errors.Is(err, eventstore.ErrClosed):
		return faultUnavailable
	case !errors.As(err, &d):
		return faultInternal
	}
	f, known := rulings[d.Code]
	switch {
	case known:
	case d.Kind == domain.Invalid:
		f = faultReceipt
	case d.Kind == domain.Unavailable:
		f = faultUnavailable
	default:
		f = faultInternal
	}
	f.retryAfter = max(f.retryAfter, d.RetryAfter)
	return f
}

// fail answers an error, and logs it when it is ours, by the pattern of the route: an address holds a receipt number.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := faultOf(err)
	if f.Code >= http.StatusInternalServerError && r.Context().Err() == nil {
		a.Logger.Error("a request failed", "route", door.Pattern(r), "error", err.Error())
	}
	write(w, f)
}

func write(w http.ResponseWriter, f fault) {
	if f.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((f.retryAfter+time.Second-1)/time.Second)))
	}
	if f.Code == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	send(w, f.Code, f)
}
