package web_test

import (
	"cmp"
	"io"
	"net/http"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// heaviest is how many bytes of HTML a page may have, as it stands, for a phone on a slow network.
const heaviest = 60_000

func TestNoPageIsHeavy(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		for _, l := range texts.Languages {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sampleURL(t, s), nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept-Language", l)
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			if len(page) > heaviest || len(page) < 1000 {
				t.Errorf("%s in state %s has %d bytes in %s", s.Screen, cmp.Or(s.State, "plain"), len(page), l)
			}
		}
	}
}
