package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/casetrail/casetrail/adapters/httpapi"
)

// broken is how many broken requests each operation gets: one without a body has less that can be broken.
const (
	broken     = 200
	brokenBare = 80
)

// Whatever is sent to whichever operation, by whoever may call it and sometimes by others: the answer is never a fault of
// ours, is one that the document lists, and repeats nothing of what was sent.
func TestBrokenRequestsToEveryOperation(t *testing.T) {
	t.Parallel()
	const seed = 20260331
	t.Logf("seed %d", seed)
	stores := testStores(t)
	stores.Limits = generous + ",session_code=100000,sign_up_code=100000"
	p := serveOn(t, stores)
	c, town := p.contract(), p.settle()
	var work errgroup.Group
	work.SetLimit(4)
	for i, route := range httpapi.Routes {
		work.Go(func() error {
			w := wrecker{Rand: rand.New(rand.NewPCG(seed, uint64(i))), contract: c, op: c.operations[route.ID], receipt: town.receipt}
			times := broken
			if w.op.Body == nil {
				times = brokenBare
			}
			for n := range times {
				who := entitled(route.Who)
				if n%10 == 9 {
					who = kinds[w.IntN(len(kinds))]
				}
				sent, mark := w.request(p.url)
				got := town.caller(who).present(sent)
				if why := unfit(c, w.op, got, mark); why != nil {
					t.Errorf("%s, request %d of seed %d, as %s: %v\n%s %s", route.ID, n, seed, who, why, sent.Method, sent.URL)
				}
			}
			return nil
		})
	}
	_ = work.Wait() // what failed is told already
	if log := p.logged.String(); strings.Contains(log, "panicked") {
		t.Error("the log tells of a panic")
	}
}

// unfit says what is wrong with an answer to a broken request.
func unfit(c contract, op operation, got reply, mark string) error {
	text := strings.ToLower(headersOf(got.Header) + string(got.Raw))
	switch {
	case got.Status >= 500:
		return fmt.Errorf("answered %d: %s", got.Status, got.Raw)
	case strings.Contains(text, strings.ToLower(mark)):
		return fmt.Errorf("answered %d and repeats %s: %s", got.Status, mark, text)
	}
	if err := wholeProblem(got); err != nil {
		return err
	}
	return c.check(op, got)
}

// present sends a request with the visitor's cookies, beside those that it has.
func (v *visitor) present(r *http.Request) reply {
	v.t.Helper()
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return v.send(r)
}

// wrecker makes requests that are broken in one or more ways, each with a mark that no answer may repeat.
type wrecker struct {
	*rand.Rand
	contract contract
	op       operation
	receipt  string
}

func (w wrecker) request(url string) (r *http.Request, mark string) {
	mark = fmt.Sprintf("zQx%dmK", w.Uint64())
	path, query := w.path(mark), w.query(mark)
	body := w.body(mark)
	var err error
	if r, err = http.NewRequest(w.op.Method, url+path, bytes.NewReader(body)); err != nil {
		r, err = http.NewRequest(w.op.Method, url+"/api/v1/"+mark, bytes.NewReader(body)) // no client can send that path
	}
	if err != nil {
		panic(err)
	}
	r.URL.RawQuery = query
	w.headers(r, mark, len(body) > 0)
	return r, mark
}

func (w wrecker) path(mark string) string {
	odd := []string{
		"%00", mark + "%00", "%2F..%2F" + mark, strings.Repeat(mark, 100), "%ff%fe" + mark, "..", "%2e%2e", mark, "'%20OR%201=1--" + mark,
		uuid.Nil.String(), "urn:uuid:" + uuid.NewString(), "-1", "99999999999999999999", "IOE%20" + mark, "%C4%B0OE0912345678", ";" + mark, "{" + mark + "}",
	}
	path := w.op.Path
	for name, value := range map[string]string{"account": uuid.NewString(), "staff": uuid.NewString(), "session": uuid.NewString(), "method": "mail", "recovery": uuid.NewString(), "receipt": w.receipt, "number": "1"} {
		if w.IntN(4) == 0 {
			value = odd[w.IntN(len(odd))]
		}
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}

func (w wrecker) query(mark string) string {
	values := []string{mark, "", "-1", "0", "101", "1e9", "%00", mark + "%00", "%ff", "%zz" + mark, strings.Repeat("9", 300), "%F0%9F%92%A5" + mark, "true", "IOE"}
	var terms []string
	for _, p := range w.op.Parameters {
		if p.In == "query" && w.IntN(2) == 0 {
			terms = append(terms, p.Name+"="+values[w.IntN(len(values))])
		}
	}
	switch w.IntN(24) {
	case 0:
		terms = append(terms, mark+"=1")
	case 1:
		terms = append(terms, "limit=1", "limit=2")
	case 2:
		terms = append(terms, "%00"+mark)
	}
	return strings.Join(terms, "&")
}

func (w wrecker) headers(r *http.Request, mark string, hasBody bool) {
	h := r.Header
	h.Set("Idempotency-Key", uuid.NewString())
	if hasBody {
		h.Set("Content-Type", "application/json")
	}
	odd := []string{mark, "", `"` + mark + `"`, `W/"1"`, "*", `"1", "2"`, "99999999999999999999", `"-1"`, strings.Repeat(mark, 50), "\xff\xfe" + mark, uuid.NewString() + ".1", uuid.NewString() + ".99999999999999999999", p63}
	for _, name := range []string{"Idempotency-Key", "If-Match", "Casetrail-Wait-For", "X-Forwarded-For", "Accept", "Accept-Language", "If-None-Match", "Cookie"} {
		if w.IntN(12) == 0 {
			h.Set(name, odd[w.IntN(len(odd))])
		}
	}
	if hasBody && w.IntN(10) == 0 {
		types := []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=" + mark, "application/json; charset=" + mark, "application/cbor", mark, ";", ""}
		h.Set("Content-Type", types[w.IntN(len(types))])
	}
}

// p63 is the highest position that there can be.
const p63 = `"9223372036854775807"`
