package main

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

// A cursor is part of an address, which logs and histories keep: it says nothing of a case, and serves one list of one person.
func TestCursorsHideTheCasesTheyStandAt(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive, ana, ben := p.officer("olive@example.org"), p.signUp("ana@example.org").visitor, p.signUp("ben@example.org").visitor
	var last reply
	for range 2 {
		receipt, _ := p.newCase(olive, "I-765")
		last = ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
	}
	const mine, work = "/api/v1/cases?limit=1", "/api/v1/staff/cases?limit=1"
	page := func(v *visitor, list, cursor string) reply {
		return v.do("GET", list+"&cursor="+url.QueryEscape(cursor), nil, "Casetrail-Wait-For", last.Header.Get("Casetrail-Position"))
	}
	cursors := map[string]string{}
	for list, v := range map[string]*visitor{mine: ana, work: olive} {
		first := v.must(200, page(v, list, ""))
		cursors[list] = first.text("next")
		second := v.must(200, page(v, list, cursors[list]))
		one, two := first.Body["cases"].([]any), second.Body["cases"].([]any)
		if len(one) != 1 || len(two) != 1 || second.text("next") != "" {
			t.Fatalf("%s: the pages are %s and %s", list, first.Raw, second.Raw)
		}
		receipt := one[0].(map[string]any)["receipt_number"].(string)
		if two[0].(map[string]any)["receipt_number"] == receipt {
			t.Errorf("%s: both pages have %s", list, receipt)
		}
		clear, err := base64.RawURLEncoding.DecodeString(cursors[list])
		if all := string(clear) + cursors[list]; err != nil || strings.Contains(all, receipt) || strings.Contains(all, receipt[3:]) {
			t.Errorf("%s: the cursor %s says %q, %v", list, cursors[list], clear, err)
		}
	}
	for name, got := range map[string]reply{
		"another list": page(olive, work, cursors[mine]), "somebody else's": page(ben, mine, cursors[mine]), "changed": page(ana, mine, cursors[mine][1:]),
	} {
		bound{name, "", "cursor.malformed"}.answered(t, "cursor", got)
	}
	olive.pages("en").get("/staff?cursor="+cursors[work]).on("O01", "")
}
