package cases_test

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/projectiontest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	receipt = "IOE0912345678"
	stream  = "casefile-" + receipt
)

var (
	noon = time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	day  = civil.Of(noon)
	ana  = personal.Party(receipt, "applicant")
)

func received() casefile.Received {
	return casefile.Received{
		Receipt: receipt, Channel: casefile.ChannelPaper, Form: "I-765", ReceiptDate: day, Office: "NBC", Language: "es",
		Party: casefile.Party{
			Role: "applicant", GivenName: personal.New(ana, "Ana"), FamilyName: personal.New(ana, "Ríos"),
			BirthDate: personal.NewDate(ana, civil.Date{Year: 1990, Month: 1, Day: 2}), Address: personal.New(ana, "1 Main St"),
		},
	}
}

// line is what stands in the columns that lists use.
type line struct {
	Receipt, Form, Channel, Office, Language string
	Protected                                bool
	StatusCode, Stage                        string
	StatusParams                             map[string]string
	Closed, Quiet                            bool
	Actions                                  int
	PartyRole                                string
	PartyName                                *string
	LastActivity                             time.Time
}

func TestColumns(t *testing.T) {
	t.Parallel()
	name := "Ana Ríos"
	first := line{
		Receipt: receipt, Form: "I-765", Channel: casefile.ChannelPaper, Office: "NBC", Language: "es", StatusCode: casefile.CodeReceived,
		Stage: "intake", StatusParams: map[string]string{"form": "I-765"}, Actions: 1, PartyRole: "applicant", PartyName: &name, LastActivity: noon,
	}
	fingerprints := casefile.Recorded{Number: 1, Code: "FNB", Occurred: day, Office: "NBC"}
	scanned := with(first, func(l *line) {
		l.StatusCode, l.Stage, l.StatusParams, l.Actions = "FNB", "biometrics", map[string]string{}, 2
	})
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	for name, c := range map[string]struct {
		given []domain.Event
		want  line
	}{
		"received":           {nil, first},
		"an action":          {[]domain.Event{fingerprints}, scanned},
		"one that is unseen": {[]domain.Event{casefile.Recorded{Number: 1, Code: "FSA0", Occurred: day, Office: "NBC"}}, with(first, func(l *line) { l.Actions, l.Quiet = 2, true })},
		"a decision":         {[]domain.Event{casefile.Recorded{Number: 1, Code: "DA", Occurred: day, Office: "NBC"}}, with(scanned, func(l *line) { l.StatusCode, l.Stage, l.Closed = "DA", "decision", true })},
		"an action taken back": {
			[]domain.Event{fingerprints, casefile.Corrected{Number: 2, Action: 1, How: casefile.HowVoid, Code: casefile.CodeVoided, Occurred: day}},
			with(first, func(l *line) { l.Actions = 3 }),
		},
		"a transfer": {
			[]domain.Event{casefile.Transferred{Number: 1, Code: casefile.CodeTransferred, From: "NBC", To: "BOS", Occurred: day}},
			with(first, func(l *line) {
				l.Office, l.StatusCode, l.Stage, l.Actions = "BOS", casefile.CodeTransferred, "transfer", 2
				l.StatusParams = map[string]string{"from": "NBC", "to": "BOS"}
			}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			b.Clear(t)
			b.Happen(stream, noon, received())
			b.Apply(t, 1)
			b.Happen(stream, noon, c.given...)
			b.Apply(t, 1)
			if diff := cmp.Diff(c.want, columns(t, b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOneNameIsEnough(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	e := received()
	e.Party.GivenName = personal.Text{}
	b.Happen(stream, noon, e)
	b.Apply(t, 1)
	if got := columns(t, b).PartyName; got == nil || *got != "Ríos" {
		t.Error("the party has no name, or another")
	}
}

func TestErasedPartyIsNull(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	b.Happen(stream, noon, received())
	b.Apply(t, 1)
	b.Blanks(t, ana)
	if columns(t, b).PartyName != nil {
		t.Error("the name is still there after the erasure")
	}
	b.Clear(t)
	e := received()
	e.Party.GivenName, e.Party.FamilyName = e.Party.GivenName.Erase(), e.Party.FamilyName.Erase()
	b.Happen(stream, noon, e) // as a replay reads it when the key is gone
	b.Happen(stream, noon, casefile.Recorded{Number: 1, Code: "FNB", Occurred: day, Office: "NBC"})
	b.Apply(t, 2)
	if got := columns(t, b); got.PartyName != nil || got.StatusCode != "FNB" {
		t.Errorf("after a replay the row says %v", got)
	}
}

func TestUnknownCase(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	if _, _, _, err := cases.New(b.Pool).Case(t.Context(), receipt); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("the row: %v", err)
	}
	if _, _, err := cases.LiveFold(all(nil, nil)); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("the stream: %v", err)
	}
}

func TestAProtectedCaseIsNotPublic(t *testing.T) {
	t.Parallel()
	b := projectiontest.New(t, pgtest.New(t), cases.Projection)
	read := cases.New(b.Pool)
	for _, protected := range []bool{false, true} {
		b.Clear(t)
		e := received()
		e.Protected = protected
		b.Happen(stream, noon, e)
		b.Apply(t, 1)
		v, err := read.Public(t.Context(), receipt)
		if protected && (!errors.Is(err, casefile.ErrUnknown) || v.Receipt != "") || !protected && (err != nil || v.Form != "I-765") {
			t.Errorf("protected %t: %+v, %v", protected, v, err)
		}
	}
	if _, err := read.Public(t.Context(), "IOE0912345679"); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("no case: %v", err)
	}
}

func TestLiveFoldFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	act := func() (domain.Act, error) { return domain.Act{At: noon}, nil }
	first := domain.Fact{Revision: 1, Event: received(), Act: act}
	if _, at, err := cases.LiveFold(all([]domain.Fact{first}, broken)); !errors.Is(err, broken) || at != 0 {
		t.Errorf("half a stream is a case at revision %d: %v", at, err)
	}
	other := domain.Fact{Revision: 2, Event: access.CodeExpired{}, Act: act}
	if _, _, err := cases.LiveFold(all([]domain.Fact{first, other}, nil)); err == nil {
		t.Error("another aggregate's event is taken for one of the case")
	}
	headless := domain.Fact{Revision: 1, Event: casefile.Recorded{Number: 1, Code: "FNB", Occurred: day}, Act: act}
	if _, _, err := cases.LiveFold(all([]domain.Fact{headless}, nil)); err == nil {
		t.Error("a case that was never received has a view")
	}
	unreadable := domain.Fact{Revision: 1, Event: received(), Act: func() (domain.Act, error) { return domain.Act{}, broken }}
	if _, _, err := cases.LiveFold(all([]domain.Fact{unreadable}, nil)); !errors.Is(err, broken) {
		t.Errorf("an act that does not decode: %v", err)
	}
}

// all yields the facts, and then an error if there is one.
func all(facts []domain.Fact, err error) iter.Seq2[domain.Fact, error] {
	return func(yield func(domain.Fact, error) bool) {
		for _, f := range facts {
			if !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(domain.Fact{}, err)
		}
	}
}

func columns(t *testing.T, b *projectiontest.Bench) line {
	t.Helper()
	rows, err := b.Pool.Query(t.Context(), `
		select receipt, form, channel, office, language, protected, status_code, stage, status_params, closed, quiet, actions,
			party_role, party_name, last_activity
		from `+cases.Projection.Schema()+`.cases where stream = $1`, stream)
	if err != nil {
		t.Fatal(err)
	}
	l, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[line])
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}
