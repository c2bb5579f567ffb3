package sms

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
	"github.com/casetrail/casetrail/domain/phone"
)

// Options say how to reach the gateway.
type Options struct {
	URL      string // https://api.twilio.com when empty
	Account  string // AC…
	Token    string // of the account; callbacks are signed with it, too
	From     string // a number in E.164, or MG…, a messaging service
	Callback string // where people reach us, for the address that the gateway calls back: https://example.gov
	Timeout  time.Duration
}

// Gateway sends by HTTP. Make it with NewGateway.
type Gateway struct {
	options Options
	client  *http.Client
}

var _ Carrier = (*Gateway)(nil)

// standardURL is where the gateway is when nothing else is said.
const standardURL = "https://api.twilio.com"

var (
	accountShape = regexp.MustCompile(`^AC[0-9A-Za-z]{8,64}$`)
	serviceShape = regexp.MustCompile(`^MG[0-9A-Za-z]{8,64}$`)
	fromShape    = regexp.MustCompile(`^(\+[0-9]{8,15}|[0-9]{5,6})$`)
)

// NewGateway checks the options; it does not connect.
func NewGateway(o Options) (*Gateway, error) {
	if o.URL == "" {
		o.URL = standardURL
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	at, err := url.Parse(o.URL)
	switch {
	case err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http":
		return nil, errors.New("the gateway of text messages needs an address, as in https://api.twilio.com")
	case at.Scheme == "http" && at.Hostname() != "127.0.0.1" && at.Hostname() != "localhost":
		return nil, errors.New("the gateway of text messages is reached over https only")
	case !accountShape.MatchString(o.Account):
		return nil, errors.New("the account at the gateway of text messages begins with AC")
	case o.Token == "":
		return nil, errors.New("the token of the gateway of text messages is empty")
	case !serviceShape.MatchString(o.From) && !fromShape.MatchString(o.From):
		return nil, errors.New("text messages come from a number, as in +12025550100, or from a service, MG…")
	}
	o.URL, o.Callback = strings.TrimSuffix(o.URL, "/"), strings.TrimSuffix(o.Callback, "/")
	return &Gateway{o, &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Text implements Carrier. A number that nobody has never leaves this process.
func (g *Gateway) Text(ctx context.Context, id uuid.UUID, to, text string) (string, error) {
	if n, err := phone.Parse(to); err != nil || string(n) != to || n.Fictional() {
		return "", outbox.Fail(outbox.Permanent, "number")
	}
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { written.Store(true) },
	})
	res, err := g.post(ctx, id, to, text)
	switch {
	case err != nil && written.Load():
		return "", outbox.Fail(outbox.Doubtful, "silence")
	case err != nil:
		return "", outbox.Fail(outbox.Temporary, "connect")
	}
	defer res.Body.Close()
	return answered(res)
}

func (g *Gateway) post(ctx context.Context, id uuid.UUID, to, text string) (*http.Response, error) {
	form := url.Values{"To": {to}, "Body": {text}, "StatusCallback": {g.options.Callback + callbackPath + id.String()}}
	if strings.HasPrefix(g.options.From, "MG") {
		form.Set("MessagingServiceSid", g.options.From)
	} else {
		form.Set("From", g.options.From)
	}
	at := g.options.URL + "/2010-04-01/Accounts/" + g.options.Account + "/Messages.json"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.SetBasicAuth(g.options.Account, g.options.Token)
	return g.client.Do(r)
}

// reply is what the gateway answers, as far as it is of use. Its words repeat the number: they are not read.
type reply struct {
	SID  string `json:"sid"`
	Code int    `json:"code"`
}

var messageShape = regexp.MustCompile(`^(SM|MM)[0-9a-fA-F]{32}$`)

// Stopped is the code for who has answered STOP to one of our messages: none goes there until they send START.
const Stopped = "21610"

// ours are the codes by which the gateway says that the settings are wrong, not the message: for an operator to mend.
var ours = map[int]bool{20003: true, 21212: true, 21603: true, 21606: true, 21659: true, 21701: true, 21704: true}

// answered reads what became of the request. What was taken was taken, whatever else the answer says.
func answered(res *http.Response) (string, error) {
	var said reply
	err := json.NewDecoder(io.LimitReader(res.Body, 64<<10)).Decode(&said)
	code := strconv.Itoa(res.StatusCode)
	if err == nil && said.Code > 0 {
		code = strconv.Itoa(said.Code)
	}
	switch {
	case res.StatusCode == http.StatusCreated || res.StatusCode == http.StatusOK:
		if !messageShape.MatchString(said.SID) {
			return "gateway", nil
		}
		return said.SID, nil
	case res.StatusCode == http.StatusBadRequest && !ours[said.Code]:
		return "", outbox.Fail(outbox.Permanent, code)
	}
	return "", outbox.Fail(outbox.Temporary, code)
}
