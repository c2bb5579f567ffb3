package sms

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
)

const (
	account = "ACdeadbeefdeadbeef"
	token   = "a token"
	mobile  = "+12025650142" // no example: whatever reaches a test's gateway goes nowhere
	taken   = "SM0123456789abcdef0123456789abcdef"
)

// never is a carrier that must not be used.
type never struct{ t *testing.T }

func (n never) Text(context.Context, uuid.UUID, string, string) (string, error) {
	n.t.Error("sent")
	return "", nil
}

// gateway answers every request in one way; from is empty for the usual number.
func gateway(t *testing.T, from string, answer http.HandlerFunc) *Gateway {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	if from == "" {
		from = "+12025550100"
	}
	g, err := NewGateway(Options{URL: server.URL + "/", Account: account, Token: token, From: from, Callback: base + "/", Timeout: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestWhatTheGatewayIsAsked(t *testing.T) {
	t.Parallel()
	id := uuid.New()
	for from, field := range map[string]string{"+12025550100": "From", "MGdeadbeefdeadbeef": "MessagingServiceSid"} {
		var got *http.Request
		g := gateway(t, from, func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			got = r
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"sid": "`+taken+`", "status": "queued"}`)
		})
		provider, err := g.Text(t.Context(), id, mobile, "Hello & ¿qué tal?")
		if err != nil || provider != taken {
			t.Fatalf("%q, %v", provider, err)
		}
		want := url.Values{
			"To": {mobile}, "Body": {"Hello & ¿qué tal?"}, field: {from}, "StatusCallback": {base + "/callbacks/texts/" + id.String()},
		}
		user, password, _ := got.BasicAuth()
		if got.Method != http.MethodPost || got.URL.String() != "/2010-04-01/Accounts/"+account+"/Messages.json" || user != account ||
			password != token || got.PostForm.Encode() != want.Encode() {
			t.Errorf("%s %s %s %v", got.Method, got.URL, user, got.PostForm)
		}
	}
}

func TestWhatTheGatewayAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		want   outbox.Failure
	}{
		"no such number":          {400, `{"code": 21211, "message": "` + mobile + ` is not a number"}`, outbox.Failure{Class: outbox.Permanent, Code: "21211"}},
		"who wants no messages":   {400, `{"code": 21610}`, outbox.Failure{Class: outbox.Permanent, Code: Stopped}},
		"no, without a code":      {400, `no`, outbox.Failure{Class: outbox.Permanent, Code: "400"}},
		"we send from nowhere":    {400, `{"code": 21606}`, outbox.Failure{Class: outbox.Temporary, Code: "21606"}},
		"we are nobody":           {401, `{"code": 20003}`, outbox.Failure{Class: outbox.Temporary, Code: "20003"}},
		"too many":                {429, `{"code": 20429}`, outbox.Failure{Class: outbox.Temporary, Code: "20429"}},
		"it broke":                {500, ``, outbox.Failure{Class: outbox.Temporary, Code: "500"}},
		"it is away":              {503, `<html>`, outbox.Failure{Class: outbox.Temporary, Code: "503"}},
		"it is somewhere else":    {302, ``, outbox.Failure{Class: outbox.Temporary, Code: "302"}},
		"a code that is no count": {400, `{"code": -5}`, outbox.Failure{Class: outbox.Permanent, Code: "400"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := gateway(t, "", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			})
			_, err := g.Text(t.Context(), uuid.New(), mobile, "Hello")
			if got := failure(err); got != c.want {
				t.Errorf("%v, not %v", err, &c.want)
			}
			if strings.Contains(err.Error(), mobile[2:]) {
				t.Errorf("the error tells the number: %v", err)
			}
		})
	}
}

// What was taken was taken, whatever the answer says beside that; a name of it that is none is not kept.
func TestTakenWithAnAnswerThatIsNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{}`, `{"sid": "` + mobile + `"}`, `<html>`} {
		g := gateway(t, "", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, body)
		})
		if provider, err := g.Text(t.Context(), uuid.New(), mobile, "Hello"); provider != "gateway" || err != nil {
			t.Errorf("%q: %q, %v", body, provider, err)
		}
	}
}

func TestSilenceIsDoubt(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"it hangs": func(http.ResponseWriter, *http.Request) { time.Sleep(time.Second) },
		"it hangs up": func(w http.ResponseWriter, _ *http.Request) {
			c, _, _ := w.(http.Hijacker).Hijack()
			_ = c.Close()
		},
	} {
		_, err := gateway(t, "", answer).Text(t.Context(), uuid.New(), mobile, "Hello")
		if got := failure(err); got != (outbox.Failure{Class: outbox.Doubtful, Code: "silence"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = free.Close()
	g, err := NewGateway(Options{URL: "http://" + free.Addr().String(), Account: account, Token: token, From: "+12025550100"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Text(t.Context(), uuid.New(), mobile, "Hello")
	if got := failure(err); got != (outbox.Failure{Class: outbox.Temporary, Code: "connect"}) {
		t.Error(err)
	}
}

func TestNumbersThatAreNeverSentTo(t *testing.T) {
	t.Parallel()
	g := gateway(t, "", func(http.ResponseWriter, *http.Request) { t.Error("asked") })
	for _, to := range []string{"+12025550142", "", "2025650142", "+442079460018", "+18005650142", mobile + "\r\n", "+14165650142"} {
		_, err := g.Text(t.Context(), uuid.New(), to, "Hello")
		if got := failure(err); got != (outbox.Failure{Class: outbox.Permanent, Code: "number"}) {
			t.Errorf("%q: %v", to, err)
		}
	}
}

func TestOptionsThatCannotBeRight(t *testing.T) {
	t.Parallel()
	good := Options{Account: account, Token: token, From: "+12025550100"}
	if g, err := NewGateway(good); err != nil || g.options.URL != "https://api.twilio.com" {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Options){
		"no account":      func(o *Options) { o.Account = "" },
		"another account": func(o *Options) { o.Account = "AC/../x" },
		"no token":        func(o *Options) { o.Token = "" },
		"from nowhere":    func(o *Options) { o.From = "" },
		"from a name":     func(o *Options) { o.From = "Casetrail" },
		"no address":      func(o *Options) { o.URL = "twilio" },
		"in clear":        func(o *Options) { o.URL = "http://api.example.com" },
		"by another way":  func(o *Options) { o.URL = "ftp://127.0.0.1" },
	} {
		o := good
		change(&o)
		if _, err := NewGateway(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
