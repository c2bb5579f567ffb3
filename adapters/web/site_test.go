package web_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/workflow"
)

// gallery is the address of a web front with nothing behind it, which shows samples. It lives as long as the tests.
var gallery = sync.OnceValues(func() (string, error) {
	secrets, err := vault.NewSecrets(rand.Reader)
	if err != nil {
		return "", err
	}
	site := &web.Site{
		Frame: frame.Frame{
			Limits: unlimited{}, Digests: vault.NewDigests(secrets), Forms: vault.NewForms(secrets), Agency: "USCIS",
			Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		},
		Account: account.Pages{Recovery: workflow.Recovery{Questions: true}},
		Mailbox: &mail.Mailbox{}, // a development server: others show no samples
	}
	return httptest.NewServer(door.Protect(site.Handler())).URL, nil
})

func galleryURL(t *testing.T) string {
	t.Helper()
	url, err := gallery()
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// unlimited counts nothing.
type unlimited struct{}

func (unlimited) Take(context.Context, string, string) (int, time.Duration, error) { return 1, 0, nil }
func (unlimited) Clear(context.Context, string, string) error                      { return nil }

// samples are those of every screen, also of the screens that only development servers have.
func samples() []frame.Sample { return slices.Concat(web.Samples(), dev.Samples()) }

// sampleURL is where a sample is shown.
func sampleURL(t *testing.T, s frame.Sample) string {
	t.Helper()
	return galleryURL(t) + strings.TrimSuffix("/dev/screens/"+s.Screen+"/"+s.State, "/")
}

func TestNoSampleIsMissing(t *testing.T) {
	t.Parallel()
	res, err := http.Get(galleryURL(t) + "/dev/screens/X99/none")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("a sample that is none is answered with %d", res.StatusCode)
	}
}
