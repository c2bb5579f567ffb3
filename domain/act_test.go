package domain_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

var (
	ana  = domain.Actor{Kind: domain.Applicant, ID: "ana"}
	noon = time.Date(2026, time.May, 4, 12, 0, 0, 123456789, time.FixedZone("somewhere", 3600))
)

// differ fails when two of the ids are the same, or none.
func differ(t *testing.T, ids map[string]uuid.UUID) {
	t.Helper()
	seen := map[uuid.UUID]string{uuid.Nil: "nothing"}
	for name, id := range ids {
		if other, ok := seen[id]; ok {
			t.Errorf("%s has the id of %s", name, other)
		}
		seen[id] = name
	}
}

func TestAttempt(t *testing.T) {
	t.Parallel()
	a := domain.Attempt(ana, "POST /links", "key", noon, []byte("input"))
	later := domain.Attempt(domain.Actor{Kind: ana.Kind, ID: ana.ID, For: "bob"}, "POST /links", "key", noon.Add(time.Hour), nil)
	if a.ID != later.ID {
		t.Error("the same key is another act an hour later")
	}
	if a.Thread != a.ID || a.By != ana || string(a.Input) != "input" || a.Cause != uuid.Nil {
		t.Errorf("act %+v", a)
	}
	if want := time.Date(2026, time.May, 4, 11, 0, 0, 123456000, time.UTC); a.At != want {
		t.Errorf("at %v, want %v: UTC and whole microseconds", a.At, want)
	}
	id := func(kind, actor, route, key string) uuid.UUID {
		return domain.Attempt(domain.Actor{Kind: kind, ID: actor}, route, key, noon, nil).ID
	}
	differ(t, map[string]uuid.UUID{
		"the act":         a.ID,
		"another actor":   id("applicant", "bob", "POST /links", "key"),
		"another kind":    id("staff", "ana", "POST /links", "key"),
		"another route":   id("applicant", "ana", "POST /codes", "key"),
		"another key":     id("applicant", "ana", "POST /links", "key2"),
		"no key":          id("applicant", "ana", "POST /links", ""),
		"a moved border":  id("applicant", "anaP", "OST /links", "key"),
		"another border":  id("applicant", "ana", "POST /link", "skey"),
		"the first split": id("applicanta", "na", "POST /links", "key"),
	})
}

func TestReaction(t *testing.T) {
	t.Parallel()
	first := domain.Attempt(ana, "POST /links", "key", noon, nil)
	cause := domain.Fact{ID: uuid.UUID{1}, Act: func() (domain.Act, error) { return first, nil }}
	react := func(f domain.Fact, reactor, step string) domain.Act {
		a, err := domain.Reaction(f, reactor, step, noon)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := react(cause, "notices", "welcome")
	if a.By != (domain.Actor{Kind: domain.Reacting, ID: "notices"}) || a.Cause != cause.ID || a.Thread != first.ID || a.At != domain.Instant(noon) || a.Input != nil {
		t.Errorf("act %+v", a)
	}
	if again, _ := domain.Reaction(cause, "notices", "welcome", noon.Add(time.Hour)); again.ID != a.ID {
		t.Error("answering an hour later is another act")
	}
	other := cause
	other.ID = uuid.UUID{2}
	differ(t, map[string]uuid.UUID{
		"the act":         a.ID,
		"another event":   react(other, "notices", "welcome").ID,
		"another reactor": react(cause, "letters", "welcome").ID,
		"another step":    react(cause, "notices", "goodbye").ID,
	})
	broken := errors.New("metadata do not decode")
	if _, err := domain.Reaction(domain.Fact{Act: func() (domain.Act, error) { return domain.Act{}, broken }}, "r", "s", noon); !errors.Is(err, broken) {
		t.Errorf("an event without an act is answered: %v", err)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	a := domain.Due("account-1", "lapse", noon, noon.Add(time.Minute))
	if a.By != (domain.Actor{Kind: domain.Scheduler, ID: "lapse"}) || a.At != domain.Instant(noon.Add(time.Minute)) || a.Thread != a.ID {
		t.Errorf("act %+v", a)
	}
	if again := domain.Due("account-1", "lapse", noon.UTC(), noon.Add(time.Hour)); again.ID != a.ID {
		t.Error("the same deadline is another act later, or in another zone")
	}
	differ(t, map[string]uuid.UUID{
		"the act":          a.ID,
		"another stream":   domain.Due("account-2", "lapse", noon, noon).ID,
		"another deadline": domain.Due("account-1", "lapse", noon.Add(time.Microsecond), noon).ID,
		"another thing":    domain.Due("account-1", "expire", noon, noon).ID,
	})
}

func TestWhatAnActNames(t *testing.T) {
	t.Parallel()
	a := domain.Attempt(ana, "POST /links", "key", noon, nil)
	step := a.Step("claim")
	differ(t, map[string]uuid.UUID{
		"the act": a.ID, "a step": step.ID, "another step": a.Step("session").ID, "a step of the step": step.Step("claim").ID,
		"an account": a.NewID("account"), "a session": a.NewID("session"), "an account of the step": step.NewID("account"),
		"the first event": a.EventID("account-1", 0), "the second": a.EventID("account-1", 1), "in another stream": a.EventID("account-2", 0),
	})
	if step.Thread != a.Thread || step.By != a.By || step.At != a.At {
		t.Errorf("a step is something else: %+v", step)
	}
}

// Ids are in every log for ever: the same acts name the same things in every version of the program.
func TestIDsStay(t *testing.T) {
	t.Parallel()
	a := domain.Attempt(ana, "POST /links", "key", noon, nil)
	r, err := domain.Reaction(domain.Fact{ID: uuid.UUID{1}, Act: func() (domain.Act, error) { return a, nil }}, "notices", "welcome", noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range []struct {
		what, want string
		got        uuid.UUID
	}{
		{"attempt", "edf14bd0-5ac1-55cf-8ef1-5a37770de1a5", a.ID},
		{"reaction", "1a0ad8c6-67dd-5346-984b-fad0082eae6e", r.ID},
		{"deadline", "8924144e-fa4c-5c48-b8ad-ef2e59067a3c", domain.Due("account-1", "lapse", noon, noon).ID},
		{"step", "1ec93855-e296-51ae-9b26-8586c38c5ed3", a.Step("claim").ID},
		{"thing", "69a8267d-afda-558e-84ea-2d0c9c80c2cd", a.NewID("account")},
		{"event", "97b706b1-9a0d-5221-9243-7126f6e67781", a.EventID("account-1", 1)},
	} {
		if pin.got.String() != pin.want {
			t.Errorf("%s %v, want %s", pin.what, pin.got, pin.want)
		}
	}
}
