package vault

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

func TestABearerOpensAsItWasSealed(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	b, others := NewBearers(secrets), NewBearers(newSecrets(t))
	want := workflow.Bearer{
		Client: client.ID{Client: uuid.New(), Number: 60}, Expires: time.Date(2027, 5, 3, 12, 30, 0, 123456000, time.UTC),
	}
	token, err := b.Seal(want)
	must(t, err)
	again, err := b.Seal(want)
	must(t, err)
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{75}$`).MatchString(token) || token == again {
		t.Errorf("%s, then %s", token, again)
	}
	for _, sealed := range []string{token, again} {
		if got, ok := b.Open(sealed); !ok || got != want {
			t.Errorf("opened %v, %t", got, ok)
		}
	}
	if got, ok := others.Open(token); ok || got != (workflow.Bearer{}) {
		t.Errorf("other secrets open %v", got)
	}
	ring := secrets.roots().Master
	secrets.roots().Master.Keys["2"], secrets.roots().Master = mustKey(), keyring{Current: "2", Keys: ring.Keys}
	if got, ok := b.Open(token); !ok || got != want {
		t.Errorf("after a rotation of the key: %v, %t", got, ok)
	}
}

func TestWhatIsNoBearer(t *testing.T) {
	t.Parallel()
	secrets := newSecrets(t)
	b := NewBearers(secrets)
	token, err := b.Seal(workflow.Bearer{Client: client.ID{Client: uuid.New(), Number: 1}, Expires: time.Now()})
	must(t, err)
	form, err := NewForms(secrets).Seal(make([]byte, bearerSize))
	must(t, err)
	short, err := b.ring().seal([]byte("short"), nil)
	must(t, err)
	all := []string{"", " ", token + " ", token[1:], token + "A", string(make([]byte, 4000)), "…", seedText.EncodeToString(form), link.spell(form), link.spell(short)}
	for i := range token {
		changed := []byte(token)
		if changed[i] == 'A' {
			changed[i] = 'B'
		} else {
			changed[i] = 'A'
		}
		all = append(all, string(changed))
	}
	for _, what := range all {
		if got, ok := b.Open(what); ok {
			t.Errorf("%q is taken for %v", what, got)
		}
	}
}
