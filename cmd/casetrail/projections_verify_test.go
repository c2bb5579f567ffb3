package main

import (
	"strings"
	"testing"

	"github.com/casetrail/casetrail/projections"
	"github.com/casetrail/casetrail/projections/cases"
	"github.com/casetrail/casetrail/projections/deadlines"
	"github.com/casetrail/casetrail/projections/links"
	"github.com/casetrail/casetrail/projections/readmodels"
)

func TestVerifyComparesTheReadModelsOfARunningProduct(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	officer, ana, ben := p.officer("olive@example.org"), p.signUp("ana@example.org"), p.signUp("ben@example.org")
	receipt, code := p.newCase(officer, "I-130")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	if _, err := p.core.erasure().Erase(t.Context(), ben.id, operates("erase")); err != nil {
		t.Fatal(err)
	}
	operator := p.beside()
	operator.must(exitUsage, operator.run("", "projections", "verify", "invented"))
	operator.must(exitUsage, operator.run("", "projections", "verify", "--sample", "-1"))
	for _, args := range [][]string{{}, {"links", "--stream", "access-" + receipt}, {"--sample", "3"}} {
		out := operator.object(operator.must(0, operator.run("", append([]string{"--json", "projections", "verify"}, args...)...)))
		rows := 0
		for _, l := range out["verified"].([]any) {
			rows += int(l.(map[string]any)["rows"].(float64))
		}
		if names := len(out["verified"].([]any)); rows < 2 || names != 1 && names != len(readmodels.All()) {
			t.Errorf("%v: %v", args, out)
		}
	}

	if _, err := p.core.pool.Exec(t.Context(), `update `+projections.Schema(cases.Projection)+`.cases set office = 'YSC', party_name = 'Mallory'; delete from `+projections.Schema(links.Projection)+`.links`); err != nil {
		t.Fatal(err)
	}
	p.park(projections.Schema(deadlines.Projection), "account-"+ana.id.String())
	o := operator.must(exitFailed, operator.run("", "projections", "verify"))
	for _, want := range []string{"differs: cases", "casefile-" + receipt, "office, party_name", "missing: links", "account=" + ana.id.String(), "parked: deadlines"} {
		if !strings.Contains(o.out, want) {
			t.Errorf("%q is not in\n%s", want, o.out)
		}
	}
	if strings.Contains(o.out+o.err, "Mallory") || strings.Contains(o.out, "YSC") {
		t.Errorf("it tells what rows hold:\n%s%s", o.out, o.err)
	}
	out := operator.object(operator.must(exitFailed, operator.run("", "--json", "projections", "verify", "links")))
	if lost := out["verified"].([]any)[0].(map[string]any)["differences"].([]any); len(lost) != 1 || lost[0].(map[string]any)["kind"] != "missing" {
		t.Errorf("%v", out)
	}
	operator.must(0, operator.run("", "projections", "repair", "links", "access-"+receipt))
	operator.must(0, operator.run("", "projections", "verify", "links"))
}
