package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

// textGateway is a gateway of text messages as its maker describes it. It sends nothing on.
type textGateway struct {
	t       testing.TB
	url     string
	token   string
	mu      sync.Mutex
	arrived []url.Values
}

const (
	gatewayAccount = "ACfeedfacefeedface"
	publicURL      = "https://cases.example.gov"
)

func newTextGateway(t testing.TB) *textGateway {
	t.Helper()
	g := &textGateway{t: t, token: "gateway-token-9d2f"}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	g.url = server.URL
	return g
}

// ServeHTTP takes a message.
func (g *textGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	account, token, _ := r.BasicAuth()
	if r.ParseForm() != nil || account != gatewayAccount || token != g.token || r.URL.Path != "/2010-04-01/Accounts/"+gatewayAccount+"/Messages.json" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	g.mu.Lock()
	g.arrived = append(g.arrived, r.PostForm)
	g.mu.Unlock()
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]string{"sid": "SM0123456789abcdef0123456789abcdef", "to": r.PostForm.Get("To"), "status": "queued"})
}

func (g *textGateway) settings() []string {
	file := filepath.Join(g.t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(g.token+"\n"), 0o600); err != nil {
		g.t.Fatal(err)
	}
	return []string{
		"CASETRAIL_URL=" + publicURL, "CASETRAIL_SMS_URL=" + g.url, "CASETRAIL_SMS_ACCOUNT=" + gatewayAccount,
		"CASETRAIL_SMS_TOKEN_FILE=" + file, "CASETRAIL_SMS_FROM=+12025550100",
	}
}

// message waits for the n-th message.
func (g *textGateway) message(n int) url.Values {
	g.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		g.mu.Lock()
		if len(g.arrived) >= n {
			defer g.mu.Unlock()
			return g.arrived[n-1]
		}
		g.mu.Unlock()
	}
	g.t.Fatalf("%d text messages did not come", n)
	return nil
}

// tells calls back about a message, by the gateway's rule for signatures, and answers the status.
func (g *textGateway) tells(server *running, of url.Values, status, code string) int {
	g.t.Helper()
	form := url.Values{"MessageSid": {"SM0123456789abcdef0123456789abcdef"}, "MessageStatus": {status}, "To": of["To"], "ErrorCode": {code}}
	at, signed := of.Get("StatusCallback"), of.Get("StatusCallback")
	var names []string
	for name := range form {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		signed += name + form.Get(name)
	}
	mac := hmac.New(sha1.New, []byte(g.token))
	mac.Write([]byte(signed))
	r, err := http.NewRequest(http.MethodPost, server.url+strings.TrimPrefix(at, publicURL), strings.NewReader(form.Encode()))
	if err != nil {
		g.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	res, err := asIs.Do(r)
	if err != nil {
		g.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}
