package dev

import (
	"slices"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/parts"
)

func TestAddressesInAMailLeadToThisServer(t *testing.T) {
	t.Parallel()
	want := []parts.Link{
		{Text: "Open\n"},
		{Text: "http://127.0.0.1:8080/confirm/a/b-C_1", Href: "/confirm/a/b-C_1"},
		{Text: "\nor write to us. "},
		{Text: "https://other.example/x", Href: "/x"},
		{Text: ""},
	}
	if got := links("Open\nhttp://127.0.0.1:8080/confirm/a/b-C_1\nor write to us. https://other.example/x"); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := links("nothing"); !slices.Equal(got, []parts.Link{{Text: "nothing"}}) {
		t.Errorf("%+v", got)
	}
}

func TestNamesOfPeopleAndCases(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{"ana@example.com": "Ana", "b@x": "B", "": ""} {
		if got := calledBy(email); got != want {
			t.Errorf("%q is called %q", email, got)
		}
	}
	for name, want := range map[string]string{"crowd 12": "crowd", "status only": "status_only", "card": "card"} {
		if got := caseKey(name); got != want {
			t.Errorf("%q has the text %q", name, got)
		}
	}
}
