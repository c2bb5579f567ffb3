package rows

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestColumnsAreNamedAlike(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]string{
		"Stream": "stream", "ID": "id", "RecipientID": "recipient_id", "LastActivity": "last_activity", "NextAt": "next_at",
	} {
		if got := column(field); got != want {
			t.Errorf("%s is %s, want %s", field, got, want)
		}
	}
}

type shelf struct {
	Stream string
	Number int
	Color  string
}

func TestQueries(t *testing.T) {
	t.Parallel()
	want := queries{
		read:   "select stream, number, color from shelves where stream = any($1) order by stream, number",
		write:  "insert into shelves (stream, number, color) values ($1, $2, $3) on conflict (stream, number) do update set color = excluded.color",
		remove: "delete from shelves where stream = $1 and number = $2",
		keys:   []int{0, 1},
	}
	if diff := cmp.Diff(want, queriesOf[shelf]("shelves", "stream, number"), cmp.AllowUnexported(queries{})); diff != "" {
		t.Error(diff)
	}
	if got := queriesOf[struct{ Stream string }]("names", "stream").write; got != "insert into names (stream) values ($1) on conflict (stream) do nothing" {
		t.Errorf("a table that is all key: %s", got)
	}
}

func TestJSONInAColumn(t *testing.T) {
	t.Parallel()
	var got JSON[map[string]int]
	for _, column := range []any{`{"a":1}`, []byte(`{"a":1}`)} {
		got.Of = nil
		if err := got.Scan(column); err != nil || got.Of["a"] != 1 {
			t.Errorf("%T: %v, %v", column, got, err)
		}
	}
	if text, err := got.Value(); err != nil || text != `{"a":1}` {
		t.Errorf("written as %v, %v", text, err)
	}
	if err := got.Scan(nil); err == nil {
		t.Error("no JSON at all is taken for some")
	}
	if _, err := (JSON[unwritable]{}).Value(); !errors.Is(err, errUnwritable) {
		t.Errorf("what cannot be written: %v", err)
	}
}

func TestTextsInAColumn(t *testing.T) {
	t.Parallel()
	for want, texts := range map[string]Texts{"{}": nil, `{"a":"b"}`: {"a": "b"}} {
		text, err := texts.Value()
		if err != nil || text != want {
			t.Errorf("%v is written as %v, %v", texts, text, err)
		}
		var got Texts
		if err := got.Scan(want); err != nil || len(got) != len(texts) || got["a"] != texts["a"] {
			t.Errorf("%s is read as %v, %v", want, got, err)
		}
	}
}

type unwritable struct{}

var errUnwritable = errors.New("unwritable")

func (unwritable) MarshalJSON() ([]byte, error) { return nil, errUnwritable }
