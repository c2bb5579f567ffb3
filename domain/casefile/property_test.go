package casefile_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/personal"
)

// life draws a record: commands that may be right or wrong, decided one after the other.
func life(t *rapid.T) (all events) {
	all = events{received}
	state := casefile.Decider.Replay(all...)
	for range rapid.IntRange(0, 25).Draw(t, "commands") {
		occurred := today.AddDays(-rapid.IntRange(0, 12).Draw(t, "days ago"))
		code := casefile.Codes[rapid.IntRange(0, len(casefile.Codes)-1).Draw(t, "code")]
		command := rapid.SampledFrom([]casefile.Command{
			casefile.Record{Code: code.Code, Occurred: occurred, Params: samples(code)},
			casefile.Record{Code: "FTA0", Occurred: occurred},
			casefile.Transfer{Office: rapid.SampledFrom([]string{"NBC", "NYC", "CHI"}).Draw(t, "office"), Occurred: occurred},
			casefile.Correct{Action: rapid.IntRange(1, len(state.Actions)+1).Draw(t, "action"), How: casefile.HowVoid, Why: "duplicate"},
			casefile.Correct{Action: rapid.IntRange(1, len(state.Actions)+1).Draw(t, "action"), How: casefile.HowCancel, Why: "wrong_date"},
		}).Draw(t, "command")
		got, _ := casefile.Decide(state, command, officer)
		for _, e := range got {
			state = casefile.Evolve(state, e)
		}
		all = append(all, got...)
	}
	return all
}

func TestWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := life(t)
		v, state := seen(all...), casefile.Decider.Replay(all...)
		if v.Office != state.Office {
			t.Fatalf("the view says %s has the case, the rules say %s", v.Office, state.Office)
		}
		if len(v.History)+len(v.Unseen) != len(state.Actions)+1 {
			t.Fatalf("%d entries for %d actions and the receipt", len(v.History)+len(v.Unseen), len(state.Actions))
		}
		mustShowExactly(t, v, visible(state))
		mustBeNewest(t, v, state)
		if last := noon.Add(time.Duration(len(all)-1) * time.Hour); !v.LastActivity.Equal(last) {
			t.Fatalf("last activity %v, want %v", v.LastActivity, last)
		}
	})
}

// visible says of each action, from the rules' state alone, whether the applicant is shown it.
func visible(s casefile.State) map[int]string {
	shown := map[int]string{0: ""}
	for _, a := range s.Actions {
		if c, _ := casefile.FindCode(a.Code); c.Public && c.Stage != "correction" {
			shown[a.Number] = a.Corrected
		}
	}
	return shown
}

// mustShowExactly fails unless the history lists exactly the visible actions and the corrections of these.
func mustShowExactly(t *rapid.T, v casefile.View, shown map[int]string) {
	listed := map[int]bool{}
	for _, e := range v.History {
		corrected, ok := shown[e.Number]
		if e.Corrects != 0 {
			_, ok = shown[e.Corrects]
		}
		if !ok || corrected != e.Corrected || listed[e.Number] {
			t.Fatalf("the history lists %+v", e)
		}
		listed[e.Number] = true
	}
	for n := range shown {
		if !listed[n] {
			t.Fatalf("the history does not list action %d", n)
		}
	}
}

// mustBeNewest fails unless the status is the newest entry that counts, found here by looking at all of them.
func mustBeNewest(t *rapid.T, v casefile.View, s casefile.State) {
	newest, on := 0, s.ReceiptDate
	for _, a := range s.Actions {
		c, _ := casefile.FindCode(a.Code)
		if c.Public && c.Stage != "correction" && a.Corrected == "" && !a.Occurred.Before(on) {
			newest, on = a.Number, a.Occurred
		}
	}
	if v.Status.Number != newest || v.Status.Corrected != "" {
		t.Fatalf("the status is action %d, want %d", v.Status.Number, newest)
	}
	for i := 1; i < len(v.History); i++ {
		a, b := v.History[i-1], v.History[i]
		if a.Occurred.Before(b.Occurred) || a.Occurred == b.Occurred && a.Number < b.Number {
			t.Fatalf("%+v stands before %+v", a, b)
		}
	}
}

// The projection stores the view and goes on from there, the page folds the stream at once: both see the same. And a view
// that somebody still holds is not changed by what comes after it.
func TestFoldedInPartsAsAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := life(t)
		var v casefile.View
		for i, e := range all {
			held, before := v, encode(t, v)
			v = v.Apply(e, noon.Add(time.Duration(i)*time.Hour))
			if encode(t, held) != before {
				t.Fatal("a view changed after it was answered")
			}
			var stored casefile.View
			if err := json.Unmarshal([]byte(encode(t, v)), &stored); err != nil {
				t.Fatal(err)
			}
			if v = stored; !reflect.DeepEqual(v, seen(all[:i+1]...)) {
				t.Fatalf("in parts\n%+v, at once\n%+v", v, seen(all[:i+1]...))
			}
		}
	})
}

func encode(t *rapid.T, v casefile.View) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The history is the agency's record: it stays as it is when the party's key is destroyed.
func TestErasureLeavesTheHistory(t *testing.T) {
	t.Parallel()
	erased := received
	erased.Party = casefile.Party{Role: party.Role, FamilyName: personal.New(subject, "Flores").Erase()}
	given := events{recorded(1, "FNB", today, nil), voided(2, 1)}
	if !reflect.DeepEqual(seen(append(events{received}, given...)...), seen(append(events{erased}, given...)...)) {
		t.Error("the history depends on personal data")
	}
	if _, err := casefile.Decide(casefile.Decider.Replay(erased), casefile.Record{Code: "FNB", Occurred: today}, by(domain.Staff)); err != nil {
		t.Errorf("the case cannot go on: %v", err)
	}
}
