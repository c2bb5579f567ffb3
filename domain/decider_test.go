package domain_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

type boarded struct {
	Seats int `json:"seats"`
}

type boardedFirst struct {
	Seat string `json:"seat"`
}

func (boarded) EventType() string { return "boat.boarded.v2" }

func (old boardedFirst) upcast() boarded { return boarded{Seats: len(old.Seat)} }

func TestCatalogDecodes(t *testing.T) {
	t.Parallel()
	today, first := domain.Stored[boarded](), domain.Upcast("boat.boarded", boardedFirst.upcast)
	for _, tc := range []struct {
		entry domain.Entry
		name  string
		old   bool
		data  string
		want  domain.Event
	}{
		{today, "boat.boarded.v2", false, `{"seats": 3}`, boarded{3}},
		{today, "boat.boarded.v2", false, `{"seats": 3, "added later": true}`, boarded{3}},
		{today, "boat.boarded.v2", false, `{}`, boarded{0}},
		{first, "boat.boarded", true, `{"seat": "two"}`, boarded{3}},
	} {
		got, err := tc.entry.Decode([]byte(tc.data))
		if err != nil || got != tc.want || tc.entry.Type != tc.name || tc.entry.Old != tc.old || tc.entry.Example != (boarded{}) {
			t.Errorf("%s of %s: %v, %v", tc.entry.Type, tc.data, got, err)
		}
	}
	for _, entry := range []domain.Entry{today, first} {
		for _, data := range []string{``, `null x`, `[]`, `{"seats": "three", "seat": 3}`} {
			if got, err := entry.Decode([]byte(data)); err == nil {
				t.Errorf("%s of %q: %v", entry.Type, data, got)
			}
		}
	}
	var wrongType *json.UnmarshalTypeError
	if _, err := first.Decode([]byte(`{"seat": 3}`)); !errors.As(err, &wrongType) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestReplay(t *testing.T) {
	t.Parallel()
	d := domain.Decider[[]int, string, boarded]{Evolve: func(s []int, e boarded) []int { return append(s, e.Seats) }}
	if got := d.Replay(boarded{1}, boarded{3}, boarded{2}); !reflect.DeepEqual(got, []int{1, 3, 2}) {
		t.Errorf("replayed %v", got)
	}
	if got := d.Replay(); got != nil {
		t.Errorf("nothing replayed is %v", got)
	}
}
