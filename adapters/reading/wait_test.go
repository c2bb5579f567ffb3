package reading

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections"
)

const receipt = casefile.Receipt("IOE0912345678")

// still are views that stand where they stand.
type still struct {
	at     domain.Position
	head   domain.Position
	parked time.Time
	broken error
}

func (s still) Wait(_ context.Context, at domain.Position, _ ...string) (projections.Freshness, error) {
	if at > s.head {
		return projections.Freshness{}, fmt.Errorf("%w: %d", projections.ErrAhead, at)
	}
	return projections.Freshness{Position: s.at, Reached: s.at >= at}, s.broken
}

func (s still) Incomplete(context.Context, []string, ...string) (time.Time, error) {
	return s.parked, nil
}

func TestWait(t *testing.T) {
	t.Parallel()
	epoch, broken := uuid.New(), errors.New("broken")
	token := func(at domain.Position) string { return projections.Token(at, epoch) }
	for name, c := range map[string]struct {
		after string
		views still
		want  bool
		err   error
	}{
		"nothing to wait for":       {"", still{}, true, nil},
		"passed":                    {token(7), still{at: 7, head: 9}, true, nil},
		"not passed":                {token(8), still{at: 7, head: 9}, false, nil},
		"another epoch":             {projections.Token(8, uuid.New()), still{at: 7, head: 9}, true, nil},
		"what the log has not":      {token(10), still{at: 7, head: 9}, false, ErrPosition},
		"what is no position":       {"seven", still{at: 7, head: 9}, false, ErrPosition},
		"the views do not answer":   {token(7), still{at: 7, head: 9, broken: broken}, false, broken},
		"the same with no position": {"", still{broken: broken}, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &Reader{Views: c.views, Epoch: epoch}
			if got, err := r.wait(t.Context(), c.after, "cases"); got != c.want || !errors.Is(err, c.err) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestUnlinkedIsSaidWhenNothingShowsTheCase(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		views still
		want  error
	}{
		"the view has passed it":     {still{at: 9, head: 9}, nil},
		"the view is late":           {still{at: 8, head: 9}, ErrBehind},
		"the view passes links over": {still{at: 9, head: 9, parked: time.Unix(1, 0)}, ErrBehind},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &Reader{Views: c.views}
			if err := r.Unlinked(t.Context(), receipt, 9); !errors.Is(err, c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}
