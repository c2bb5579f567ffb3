package personal_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/civil"
	"github.com/casetrail/casetrail/domain/personal"
)

const canary = "1967-08-09"

var (
	owner = personal.Holder(uuid.UUID{1})
	text  = personal.New(owner, canary)
	date  = personal.NewDate(owner, civil.Date{Year: 1967, Month: time.August, Day: 9})
)

// everything is a clear value in every place from which somebody may print it.
func everything() []any {
	type event struct {
		Name personal.Text
		Born personal.Date
	}
	type hidden struct {
		name personal.Text
		born *personal.Date
	}
	return []any{
		text, &text, date, &date,
		event{text, date},
		&event{text, date},
		hidden{text, &date},
		&hidden{text, &date},
		[]personal.Text{text},
		map[string]personal.Date{"born": date},
		[1]hidden{{text, &date}},
		errors.Join(fmt.Errorf("for %v", text)),
	}
}

func TestNeverPrinted(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%s", "%d", "%x", "%X", "%10.3s", "%t"} {
		for _, v := range everything() {
			if got := fmt.Sprintf(verb, v); leaks(got) {
				t.Errorf("%s of a %T prints %s", verb, v, got)
			}
		}
	}
	if got := fmt.Sprint(text, date); got != "*** ***" {
		t.Errorf("prints %q", got)
	}
}

func TestNeverLogged(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		for _, v := range everything() {
			slog.New(h).With("with", v).WithGroup("group").Info("message", "value", v, slog.Group("inner", "value", v))
		}
	}
	if leaks(b.String()) || !strings.Contains(b.String(), "***") {
		t.Errorf("logs %s", b.String())
	}
}

func TestNeverWrittenInClear(t *testing.T) {
	t.Parallel()
	for _, v := range []any{text, &text, date, &date, struct{ Name personal.Text }{text}, []personal.Date{date}} {
		if b, err := json.Marshal(v); !errors.Is(err, personal.ErrNotSealed) || len(b) > 0 || leaks(err.Error()) {
			t.Errorf("a %T is written as %s, %v", v, b, err)
		}
		if b, _ := xml.Marshal(v); leaks(string(b)) {
			t.Errorf("a %T is written as %s", v, b)
		}
	}
	if _, err := json.Marshal(text.Erase()); !errors.Is(err, personal.ErrNotSealed) {
		t.Errorf("an erased text is written: %v", err)
	}
}

// leaks looks for the canary as it is and in hexadecimal.
func leaks(s string) bool {
	return strings.Contains(s, canary) || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", canary))
}

func TestStates(t *testing.T) {
	t.Parallel()
	sealed := text.Seal([]byte("cipher")).Bind("event/field")
	if c, bound := sealed.Ciphertext(); string(c) != "cipher" || bound != "event/field" {
		t.Errorf("ciphertext %q bound to %q", c, bound)
	}
	for _, tc := range []struct {
		name  string
		of    personal.Text
		value string
		state personal.State
		shown string
	}{
		{"clear", text, canary, personal.Clear, "***"},
		{"clear and empty", personal.New(owner, ""), "", personal.Clear, "***"},
		{"sealed", sealed, "", personal.Sealed, "***"},
		{"opened", sealed.Opened("again"), "again", personal.Clear, "***"},
		{"erased", sealed.Erase(), "", personal.Erased, "erased"},
		{"erased in clear", text.Erase(), "", personal.Erased, "erased"},
		{"not given", personal.Text{}, "", personal.Clear, ""},
	} {
		value, state := tc.of.Value()
		if value != tc.value || state != tc.state || tc.of.String() != tc.shown || tc.of.LogValue().String() != tc.shown {
			t.Errorf("%s: %q, %v, shown as %q", tc.name, value, state, tc.of)
		}
		if want := tc.name == "not given"; tc.of.IsZero() != want || (tc.of.Subject() == owner) == want {
			t.Errorf("%s: of %v", tc.name, tc.of.Subject())
		}
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		of    personal.Date
		day   string
		state personal.State
	}{
		{"clear", date, canary, personal.Clear},
		{"opened", personal.Date{Text: date.Seal(nil).Opened(canary)}, canary, personal.Clear},
		{"sealed", personal.Date{Text: date.Seal([]byte("cipher"))}, "", personal.Sealed},
		{"erased", personal.Date{Text: date.Erase()}, "", personal.Erased},
		{"not given", personal.Date{}, "", personal.Clear},
		{"no date at all", personal.Date{Text: personal.New(owner, "soon")}, "", personal.Clear},
	} {
		if day, state := tc.of.Day(); day.String() != tc.day || state != tc.state {
			t.Errorf("%s: %v, %v", tc.name, day, state)
		}
	}
}

// What decodes is encoded as it was, and is never clear.
func FuzzSealed(f *testing.F) {
	for _, s := range []string{
		`null`, `{}`, `{"of":"` + owner.String() + `","sealed":"Y2lwaGVy"}`, `{"of":"` + owner.String() + `"}`, `"1967-08-09"`, `5`, `[]`,
		`{"of":"x","sealed":"Y2lwaGVy"}`, `{"of":"` + owner.String() + `","sealed":"?"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v personal.Date
		if err := json.Unmarshal(b, &v); err != nil {
			return
		}
		if value, state := v.Value(); value != "" || !v.IsZero() && state != personal.Sealed {
			t.Errorf("%s decodes to %q, %v", b, value, state)
		}
		out, err := json.Marshal(v)
		var again personal.Date
		if err2 := json.Unmarshal(out, &again); err != nil || err2 != nil || again.Subject() != v.Subject() {
			t.Fatalf("%s, then %s: %v, %v", b, out, err, err2)
		}
		was, _ := v.Ciphertext()
		if is, _ := again.Ciphertext(); !v.IsZero() && !bytes.Equal(was, is) {
			t.Errorf("%s, then %s: another ciphertext", b, out)
		}
	})
}

// Subjects name keys: they are the same for ever.
func TestSubjects(t *testing.T) {
	t.Parallel()
	for got, want := range map[personal.Subject]string{
		personal.Holder(uuid.UUID{1}):                  "0170ce24-ee46-5d47-8349-0095e56cfc47",
		personal.Party("IOE0912345678", "beneficiary"): "db6fbc0f-fd41-5dda-a013-dbbe1819d032",
		personal.Party("IOE0912345678", "petitioner"):  "9156183e-6ffb-50da-94a8-835efc8c818e",
	} {
		if got.String() != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
