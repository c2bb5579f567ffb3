package main

import (
	"strings"
	"testing"
)

// What the officer confirms is what the person reads; a form that is sent twice is recorded once.
func TestAnOfficerRecordsWhatThePersonReads(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	receipt, code := p.newCase(b.visitor, "I-485")
	at := "/staff/cases/" + receipt
	b.get(at+"/record").on("O06", "choose").link("Request for Evidence Was Mailed").on("O06", "")
	b.at.submit()
	if b.at.problem("param_notice") == "" {
		t.Errorf("a detail is missing, and the page says %q", b.at.problems())
	}
	due := strings.Split(today(60), "-")
	b.at.fill("param_notice", "I-797E", "param_due_year", due[0], "param_due_month", due[1], "param_due_day", due[2]).submit().on("O06", "preview")
	before := p.quiet()
	b.at.submit("es").on("O06", "preview")
	b.at.submit("Cambiarla").on("O06", "")
	if b.at.value("param_notice") != "I-797E" || p.quiet() != before {
		t.Error("a preview loses what was typed, or records something")
	}
	preview := b.at.submit().on("O06", "preview")
	preview.submit().on("O22", "").says("IK")
	after := p.quiet()
	preview.submit().on("O22", "")
	if p.quiet() != after {
		t.Error("sent twice, it is recorded twice")
	}
	ana := p.signUp("ana@example.org")
	ana.must(201, ana.do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31", "access_code": code}))
	status := ana.must(200, ana.do("GET", "/api/v1/cases/"+receipt, nil)).Body["status"].(map[string]any)
	for _, part := range []string{"title", "what_this_means", "what_you_need_to_do"} {
		for _, words := range status[part].(map[string]any) {
			preview.says(strings.Join(strings.Fields(words.(string)), " "))
		}
	}
}

// Of two officers at once the later sees what the earlier did, and keeps what was typed.
func TestTwoOfficersAtOneCase(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	receipt, _ := p.newCase(b.visitor, "I-485")
	at := "/staff/cases/" + receipt
	preview := b.get(at+"/record?code=FT0").on("O06", "").submit().on("O06", "preview")
	other := p.officer("otto@example.org").pages("en")
	other.get(at+"/transfer").on("O12", "").fill("office", "NYC").submit().on("O12", "preview").submit().on("O22", "")
	b.cookies["__Host-after"] = other.cookies["__Host-after"]
	preview.submit().on("O06", "changed_meanwhile").says("Case Was Transferred")
	b.at.submit().on("O06", "preview").submit().on("O22", "").says("FT0")
	b.get(at+"/entries/1/correct").on("O13", "").submit()
	if len(b.at.problems()) == 0 {
		t.Error("a correction without a reason passes")
	}
	b.at.fill("how", "void", "why", "duplicate").submit().on("O13", "preview").submit().on("O22", "").says("Entered by mistake")
	b.get(at+"/entries/1/correct").on("O13", "settled")
}

func TestAnOfficerSendsAnAccessCode(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	receipt, _ := p.newCase(b.visitor, "I-485")
	b.get("/staff/cases/"+receipt+"/access-code").on("O16", "").submit().on("O16", "access_reason_unknown").fill("why", "phone").submit().on("O16", "access_too_many_letters")
	kept := paper("I-485")
	kept["protected"] = true
	made := b.do("POST", "/api/v1/staff/cases", kept)
	b.wrote(made)
	b.get("/staff/cases/"+made.text("receipt_number")+"/access-code").fill("why", "in_person").submit().on("O16", "access_not_for_this_case")
}
