package sms

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
)

// callbackPath is where the gateway tells what became of a message; the id of the delivery follows.
const callbackPath = "/callbacks/texts/"

// CallbackRoute is the pattern of that address, and CallbackWho may come to it.
const (
	CallbackRoute = callbackPath + "{delivery}"
	CallbackWho   = door.Gateway
)

// longestCallback is how large a callback may be, in bytes: more than any is.
const longestCallback = 16 << 10

// Callbacks hears from the gateway. Duplicates, and news in another order than it happened, are fine. Whoever cannot sign
// finds nothing here.
type Callbacks struct {
	Gateway    *Gateway
	Deliveries outbox.Deliveries
	Otherwise  http.Handler // for whoever cannot sign: what answers where nothing is
	Now        func() time.Time
	Logger     *slog.Logger
	Observe    func(method, route string, status int, took time.Duration) // counts answers; nil: nobody counts
}

// ServeHTTP implements http.Handler.
func (c Callbacks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, form, ok := c.authentic(w, r)
	if !ok {
		c.Otherwise.ServeHTTP(w, r)
		return
	}
	door.Observed(c.Observe, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(c.answer(r.Context(), id, form))
	})).ServeHTTP(w, r)
}

func (c Callbacks) answer(ctx context.Context, id uuid.UUID, form url.Values) (status int) {
	err := c.record(ctx, id, form)
	switch {
	case err == nil:
		return http.StatusNoContent
	case errors.Is(err, delivery.ErrUnknown):
		return http.StatusNotFound
	}
	c.Logger.WarnContext(ctx, "the callback of a text message was not recorded", "delivery", id, "error", err)
	return http.StatusServiceUnavailable
}

// authentic reads the request and checks its signature. The address that is signed is the one that the gateway was given:
// what a proxy made of it does not matter.
func (c Callbacks) authentic(w http.ResponseWriter, r *http.Request) (id uuid.UUID, form url.Values, ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, longestCallback)
	if r.Method != http.MethodPost || r.URL.RawQuery != "" || r.ParseForm() != nil {
		return id, nil, false
	}
	id, err := uuid.Parse(strings.TrimPrefix(r.URL.Path, callbackPath))
	address := c.Gateway.options.Callback + callbackPath + id.String()
	ok = authentic(c.Gateway.options.Token, address, r.PostForm, r.Header.Get("X-Twilio-Signature"))
	return id, r.PostForm, ok && err == nil
}

// actor is who says so.
var actor = domain.Actor{Kind: domain.Reacting, ID: "text_gateway"}

// record keeps what is final; which of it counts, the delivery says. What is no news changes nothing.
func (c Callbacks) record(ctx context.Context, id uuid.UUID, form url.Values) error {
	said := outcome(form)
	if said == nil {
		return nil
	}
	of, err := c.Deliveries.Load(ctx, id.String())
	switch {
	case err != nil:
		return err
	case of.State.Channel != delivery.ChannelText:
		return delivery.ErrUnknown
	}
	news := strings.Join([]string{form.Get("MessageSid"), form.Get("MessageStatus"), form.Get("ErrorCode")}, " ")
	act := domain.Attempt(actor, "text callback "+id.String(), news, c.Now(), nil)
	if _, err = c.Deliveries.Do(ctx, id.String(), said, act); errors.Is(err, delivery.ErrDone) {
		return nil
	}
	return err
}

var codeShape = regexp.MustCompile(`^[0-9]{1,6}$`)

// outcome is what a status means; nil: the message is still under way.
func outcome(form url.Values) delivery.Command {
	switch form.Get("MessageStatus") {
	case "delivered", "read":
		return delivery.RecordDelivered{}
	case "undelivered", "failed", "canceled":
		code := form.Get("ErrorCode")
		if !codeShape.MatchString(code) {
			code = "unknown"
		}
		return delivery.RecordBounce{Code: code}
	}
	return nil
}
