package react

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/deadlines"
)

// list is a read model of which only what was met is of interest.
type list struct{ met []deadlines.Deadline }

func (*list) Due(context.Context, time.Time, int) ([]deadlines.Deadline, error) { return nil, nil }
func (l *list) Met(_ context.Context, d deadlines.Deadline) error {
	l.met = append(l.met, d)
	return nil
}

// custody is a key store: it refuses, or notes the certificates.
type custody struct {
	refuses error
	gone    map[personal.Subject]uuid.UUID
}

func (c *custody) Destroy(_ context.Context, of personal.Subject, certificate uuid.UUID) error {
	if c.refuses == nil {
		c.gone[of] = certificate
	}
	return c.refuses
}

func TestTheKeyOfAnErasedAccountGoesInTheEnd(t *testing.T) {
	t.Parallel()
	down := errors.New("the keys database is down")
	due := deadlines.Deadline{Stream: "account-" + ana.String(), What: deadlines.Destruction, At: later, Cause: uuid.UUID{9}}
	for name, c := range map[string]struct {
		refuses error
		now     time.Time
		gone    bool
	}{
		"when it is time":          {nil, later, true},
		"not before":               {nil, later.Add(-time.Second), false},
		"not under a legal hold":   {vault.ErrHeld, later, false},
		"not while nothing can be": {down, later, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, k := &list{}, &custody{c.refuses, map[personal.Subject]uuid.UUID{}}
			err := Scheduler{Deadlines: l, Keys: k}.Meet(t.Context(), due, c.now)
			if !errors.Is(err, c.refuses) {
				t.Errorf("%v, want %v", err, c.refuses)
			}
			if certificate, gone := k.gone[personal.Holder(ana)]; gone != c.gone || gone && certificate != due.Cause {
				t.Errorf("gone: %v, certified by %v", gone, certificate)
			}
			if met := slices.Contains(l.met, due); met != c.gone {
				t.Errorf("taken off the list: %v", met)
			}
		})
	}
}

func TestTheKeyOfNoAccountIsNotDestroyed(t *testing.T) {
	t.Parallel()
	l, k := &list{}, &custody{nil, map[personal.Subject]uuid.UUID{}}
	err := Scheduler{Deadlines: l, Keys: k}.Meet(t.Context(), deadlines.Deadline{Stream: gate, What: deadlines.Destruction, At: later}, later)
	if err == nil || len(k.gone)+len(l.met) > 0 {
		t.Errorf("%v, destroyed %v, met %v", err, k.gone, l.met)
	}
}
