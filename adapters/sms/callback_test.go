package sms

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// The examples that the gateway's maker publishes with its rule.
func TestSignature(t *testing.T) {
	t.Parallel()
	const address = "https://mycompany.com/myapp.php?foo=1&bar=2"
	for want, form := range map[string]url.Values{
		"RSOYDt4T1cUTdK1PDd93/VVr8B8=": {
			"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"}, "From": {"+14158675309"}, "To": {"+18005551212"},
		},
		"IK+Dwps556ElfBT0I3Rgjkr1wJU=": {"Sid": {"CA123"}, "SidAccount": {"AC123"}, "Digits": {"5678", "1234", "1234"}},
	} {
		if got := signed("12345", address, form); got != want || !authentic("12345", address, form, want) {
			t.Errorf("%v is signed %s, not %s", form, got, want)
		}
		for name, wrong := range map[string]bool{
			"another token":   authentic("12346", address, form, want),
			"another address": authentic("12345", address+"3", form, want),
			"no signature":    authentic("12345", address, form, ""),
			"half of it":      authentic("12345", address, form, want[:14]),
		} {
			if wrong {
				t.Errorf("%s is fine, too", name)
			}
		}
		form.Set("Digits", "1235")
		if authentic("12345", address, form, want) {
			t.Error("another form is fine, too")
		}
	}
}

var noon = time.Date(2027, 5, 3, 12, 0, 0, 0, time.UTC)

// town is a log with messages in it, and the callbacks over it.
type town struct {
	Callbacks
	t   *testing.T
	log *eventstore.Memory
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, log: eventstore.NewMemory()}
	codec, err := eventstore.NewCodec(nil, "test", delivery.Decider.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	w.Callbacks = Callbacks{
		Gateway: gateway(t, "", func(http.ResponseWriter, *http.Request) {}), Deliveries: eventstore.NewHandler(w.log, codec, delivery.Decider),
		Otherwise: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }),
		Now:       func() time.Time { return noon }, Logger: slog.New(slog.DiscardHandler),
	}
	return w
}

// message is one that was asked for.
func (w *town) message(channel string) uuid.UUID {
	w.t.Helper()
	id := uuid.New()
	w.do(id, delivery.Request{
		Delivery: id, Channel: channel, Template: SignInText, Edition: Edition, Language: "en",
		Recipient: domain.Actor{Kind: domain.Applicant, ID: "ana"}, To: personal.Text{}, NotAfter: noon.Add(time.Hour),
	})
	return id
}

func (w *town) do(id uuid.UUID, c delivery.Command) {
	w.t.Helper()
	if _, err := w.Deliveries.Do(w.t.Context(), id.String(), c, domain.Attempt(actor, "test", uuid.NewString(), noon, nil)); err != nil {
		w.t.Fatal(err)
	}
}

// events is the history of a message.
func (w *town) events(id uuid.UUID) (names []string) {
	w.t.Helper()
	for r, err := range w.log.Read(w.t.Context(), "delivery-"+id.String(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		names = append(names, strings.TrimPrefix(r.Type, "delivery."))
	}
	return names
}

// call is a callback as the gateway sends it; change spoils it.
func (w *town) call(id uuid.UUID, status, code string, change func(*http.Request)) int {
	w.t.Helper()
	form := url.Values{"MessageSid": {taken}, "MessageStatus": {status}, "To": {mobile}, "AccountSid": {account}}
	if code != "" {
		form.Set("ErrorCode", code)
	}
	path := callbackPath + id.String()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", signed(token, base+path, form))
	if change != nil {
		change(r)
	}
	out := httptest.NewRecorder()
	w.ServeHTTP(out, r)
	return out.Code
}

func TestWhatACallbackMeans(t *testing.T) {
	t.Parallel()
	type said struct{ status, code string }
	for name, c := range map[string]struct {
		sent bool
		said []said
		want []string
	}{
		"it is under way":              {true, []said{{"queued", ""}, {"sending", ""}, {"sent", ""}}, []string{"requested", "sent"}},
		"it arrived":                   {true, []said{{"delivered", ""}}, []string{"requested", "sent", "delivered"}},
		"it was read":                  {true, []said{{"read", ""}}, []string{"requested", "sent", "delivered"}},
		"twice":                        {true, []said{{"delivered", ""}, {"delivered", ""}}, []string{"requested", "sent", "delivered"}},
		"out of order":                 {true, []said{{"delivered", ""}, {"sent", ""}, {"queued", ""}}, []string{"requested", "sent", "delivered"}},
		"before we knew it was sent":   {false, []said{{"delivered", ""}}, []string{"requested", "delivered"}},
		"it did not arrive":            {true, []said{{"undelivered", "30003"}, {"undelivered", "30003"}}, []string{"requested", "sent", "bounced"}},
		"it never left":                {false, []said{{"failed", "30034"}}, []string{"requested", "bounced"}},
		"it arrived, and came back":    {true, []said{{"delivered", ""}, {"undelivered", "30008"}}, []string{"requested", "sent", "delivered"}},
		"it came back, and arrived":    {true, []said{{"undelivered", "30008"}, {"delivered", ""}}, []string{"requested", "sent", "bounced", "delivered"}},
		"it came back for two reasons": {true, []said{{"undelivered", "30008"}, {"undelivered", "30003"}}, []string{"requested", "sent", "bounced", "bounced"}},
		"something that we never knew": {true, []said{{"pondering", ""}, {"", ""}}, []string{"requested", "sent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t)
			id := w.message(delivery.ChannelText)
			if c.sent {
				w.do(id, delivery.RecordSent{Provider: taken})
			}
			for _, s := range c.said {
				if got := w.call(id, s.status, s.code, nil); got != http.StatusNoContent {
					t.Errorf("%v is answered %d", s, got)
				}
			}
			if diff := cmp.Diff(c.want, w.events(id)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheCodeOfABounceIsANumber(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for said, want := range map[string]string{"30003": "30003", "": "unknown", mobile: "unknown", "3e5": "unknown"} {
		id := w.message(delivery.ChannelText)
		w.call(id, "undelivered", said, nil)
		for r := range w.log.Read(t.Context(), "delivery-"+id.String(), 1) {
			if got := string(r.Data); !strings.Contains(got, `"code":"`+want+`"`) {
				t.Errorf("%q is kept as %s", said, got)
			}
		}
	}
}

// Whoever cannot sign, and whoever asks for what is no text message, finds nothing and leaves nothing.
func TestWhoeverCannotSignFindsNothing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*http.Request){
		"no signature":      func(r *http.Request) { r.Header.Del("X-Twilio-Signature") },
		"another signature": func(r *http.Request) { r.Header.Set("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=") },
		"another message":   func(r *http.Request) { r.URL.Path = callbackPath + uuid.NewString() },
		"no message":        func(r *http.Request) { r.URL.Path = callbackPath + "x" },
		"another status":    func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("MessageStatus=delivered")) },
		"a parameter":       func(r *http.Request) { r.URL.RawQuery = "MessageStatus=delivered" },
		"too much": func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("x=" + strings.Repeat("y", longestCallback)))
		},
		"not a form":  func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("%zz")) },
		"only a look": func(r *http.Request) { r.Method = http.MethodGet },
	} {
		w := newTown(t)
		id := w.message(delivery.ChannelText)
		if got := w.call(id, "undelivered", "30003", change); got != http.StatusTeapot || len(w.events(id)) != 1 {
			t.Errorf("%s: %d, %v", name, got, w.events(id))
		}
	}
	w := newTown(t)
	mail := w.message(delivery.ChannelMail)
	if got := w.call(mail, "undelivered", "30003", nil); got != http.StatusNotFound || len(w.events(mail)) != 1 {
		t.Errorf("a mail: %d, %v", got, w.events(mail))
	}
	if got := w.call(uuid.New(), "delivered", "", nil); got != http.StatusNotFound {
		t.Errorf("no message at all: %d", got)
	}
}

func TestACallbackThatCannotBeKept(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	id := w.message(delivery.ChannelText)
	w.Deliveries = away{w.Deliveries}
	if got := w.call(id, "delivered", "", nil); got != http.StatusServiceUnavailable {
		t.Errorf("answered %d", got)
	}
}

// away is a log that does not answer.
type away struct {
	domain.Streams[delivery.State, delivery.Command, delivery.Event]
}

func (away) Do(context.Context, string, delivery.Command, domain.Act) (domain.Done[delivery.State, delivery.Event], error) {
	return domain.Done[delivery.State, delivery.Event]{}, errors.New("away")
}
