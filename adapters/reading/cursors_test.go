package reading

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/projections/keyset"
)

// plain cursors say what they hide, behind what they are bound to.
type plain struct{}

func (plain) Seal(place string, bound ...string) (string, error) {
	return strings.Join(append(bound, place), "/"), nil
}

func (plain) Open(cursor string, bound ...string) (string, bool) {
	return strings.CutPrefix(cursor, strings.Join(bound, "/")+"/")
}

func TestTurningThePagesOfAList(t *testing.T) {
	t.Parallel()
	next := map[string]string{"": "b", "b": "c", "c": ""}
	var seen, cursors []string
	for cursor := ""; ; {
		_, following, err := turn(plain{}, cursor, func(place string) ([]int, string, error) {
			seen = append(seen, place)
			return nil, next[place], nil
		}, "cases", "ana")
		if err != nil {
			t.Fatal(err)
		}
		if cursor = following; cursor == "" {
			break
		}
		cursors = append(cursors, cursor)
	}
	if !slices.Equal(seen, []string{"", "b", "c"}) || !slices.Equal(cursors, []string{"cases/ana/b", "cases/ana/c"}) {
		t.Errorf("read from %q by %q", seen, cursors)
	}
}

func TestACursorOfSomethingElseReadsNothing(t *testing.T) {
	t.Parallel()
	for name, cursor := range map[string]string{"another list": "work/b", "somebody else": "cases/ben/b", "unsealed": "b"} {
		_, _, err := turn(plain{}, cursor, func(string) ([]int, string, error) {
			t.Errorf("%s: the list was read", name)
			return nil, "", nil
		}, "cases", "ana")
		if !errors.Is(err, keyset.ErrCursor) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAListThatCannotBeReadHasNoNextPage(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if _, next, err := turn(plain{}, "", func(string) ([]int, string, error) { return nil, "b", broken }, "work"); next != "" || !errors.Is(err, broken) {
		t.Errorf("%q, %v", next, err)
	}
}
