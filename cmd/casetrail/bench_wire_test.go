package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/links"
)

// wire is one connection of a client that costs next to nothing itself: it shares the machine with what is measured.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	out  bytes.Buffer
	from string // the network that it says it comes from
}

func (p *product) wires(n int) []*wire {
	p.t.Helper()
	all := make([]*wire, n)
	for i := range all {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		must(p.t, err)
		p.t.Cleanup(func() { _ = conn.Close() }) // the server may have closed it
		all[i] = &wire{conn: conn, in: bufio.NewReader(conn), from: fmt.Sprintf("10.%d.%d.1", i/256, i%256)}
	}
	return all
}

// ask sends a request and answers what came back; any status but the one expected is an error.
func (w *wire) ask(status int, token, method, path, body string, headers ...string) (*http.Response, []byte, error) {
	w.out.Reset()
	fmt.Fprintf(&w.out, "%s %s HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\nCookie: __Host-session=%s\r\n", method, path, w.from, token)
	for i := 0; i+1 < len(headers); i += 2 {
		fmt.Fprintf(&w.out, "%s: %s\r\n", headers[i], headers[i+1])
	}
	if body != "" {
		fmt.Fprintf(&w.out, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	w.out.WriteString("\r\n" + body)
	if _, err := w.conn.Write(w.out.Bytes()); err != nil {
		return nil, nil, err
	}
	res, err := http.ReadResponse(w.in, nil)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != status {
		err = fmt.Errorf("%s %s answered %d: %s", method, path, res.StatusCode, raw)
	}
	return res, raw, err
}

// holder is somebody who sees a case.
type seer struct{ token, receipt string }

// seers signs in some of those who see an open case.
func (p *product) seers(n int) []seer {
	p.t.Helper()
	rows, err := p.core.pool.Query(p.t.Context(), `
		select l.account, l.receipt from `+projections.Schema(links.Projection)+`.links l join `+projections.Schema(cases.Projection)+`.cases c using (receipt) where not c.closed
		order by l.account, l.receipt limit $1`, n)
	must(p.t, err)
	var all []seer
	for rows.Next() {
		var account uuid.UUID
		var s seer
		must(p.t, rows.Scan(&account, &s.receipt))
		all = append(all, s)
		all[len(all)-1].token = account.String()
	}
	must(p.t, rows.Err())
	for i := range all {
		all[i].token = p.signIn(domain.Actor{Kind: domain.Applicant, ID: all[i].token})
	}
	if len(all) == 0 {
		p.t.Fatal("nobody sees a case")
	}
	return all
}

// signIn is a session that has gone all the way.
func (p *product) signIn(who domain.Actor) string {
	p.t.Helper()
	token, err := p.core.tokens.Start(p.t.Context(), workflow.Token{Holder: who, Session: uuid.New(), Stage: workflow.StageFull})
	must(p.t, err)
	return token
}

// pace starts so many calls a second, whether those before have ended or not, each on a wire that is free. What a call does
// is told when it should have begun: who waits for a wire waits for the server.
func pace(ctx context.Context, rate int, lasts time.Duration, wires []*wire, do func(w *wire, n int, due time.Time) error) error {
	free := make(chan *wire, len(wires))
	for _, w := range wires {
		free <- w
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	begun, every := time.Now(), time.Second/time.Duration(rate)
	var all sync.WaitGroup
	for n := 0; ctx.Err() == nil; n++ {
		due := begun.Add(time.Duration(n) * every)
		if due.Sub(begun) >= lasts {
			break
		}
		time.Sleep(time.Until(due))
		all.Go(func() {
			w := <-free
			defer func() { free <- w }()
			if err := do(w, n, due); err != nil {
				stop(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// times collects how long things took.
type times struct {
	mu  sync.Mutex
	all []time.Duration
}

func (s *times) add(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, d)
}

func (s *times) share(p float64) float64 { return share(s.all, p) }

func TestPaceCountsFromWhenACallWasDue(t *testing.T) {
	t.Parallel()
	var took times
	err := pace(t.Context(), 100, 200*time.Millisecond, []*wire{{}}, func(_ *wire, _ int, due time.Time) error {
		time.Sleep(20 * time.Millisecond) // one wire: each call keeps the next one waiting
		took.add(time.Since(due))
		return nil
	})
	must(t, err)
	if len(took.all) != 20 || took.share(1) < 150 {
		t.Errorf("%d calls, the last after %v ms", len(took.all), took.share(1))
	}
}
