package main

import (
	"strings"
	"testing"
)

// typed is a filing as an officer keys it in, field by field.
func typed() []string {
	received := strings.Split(today(-30), "-")
	return []string{
		"receipt", "", "form_number", "I-485", "received_year", received[0], "received_month", received[1], "received_day", received[2], "office", "NBC",
		"role", "applicant", "given_name", "Pat", "family_name", "Example", "born_year", "1980", "born_month", "7", "born_day", "31",
		"a_number", "a 012-345-678", "address", "Pat Example\n12 Example Street\nExampleville, EX 00000", "language", "en",
	}
}

// What is typed is checked before anything is recorded, comes back when it is to be changed, and is recorded once.
func TestAnOfficerReceivesAFiling(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/receive").on("O05", "")
	before := p.quiet()
	b.at.fill(typed()...).submit().on("O05", "check").says("Pat", "Example", "July 31, 1980", "A012345678", "12 Example Street", "The next free number")
	b.at.submit("es").on("O05", "check").says("31 de julio de 1980")
	b.at.submit("Cambiarla").on("O05", "")
	if b.at.value("a_number") != "a 012-345-678" || !strings.Contains(b.at.value("address"), "Exampleville") || b.at.value("born_day") != "31" || b.at.value("form_number") != "I-485" {
		t.Error("what was typed is lost on the way back: ", b.at.text())
	}
	check := b.at.fill("one_name", "yes").submit().on("O05", "check").says("La persona tiene un solo nombre")
	if p.quiet() != before {
		t.Error("something is recorded before it is confirmed")
	}
	check.submit().on("O25", "").says("Enviamos una carta")
	receipt := strings.Split(b.at.path, "/")[3]
	after := p.quiet()
	if check.submit().on("O25", "").says(receipt); p.quiet() != after {
		t.Error("sent twice, it is recorded twice")
	}
	if code := p.letterFor(receipt, 1); code == "" {
		t.Error("no letter goes out")
	}
	b.at.link("Abrir el caso").on("O04", "").says(receipt, "I-485")
	b.get("/staff/queue").on("O02", "").says("Centro Nacional de Beneficios")
}

func TestWhatIsWrongWithAFilingIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/receive").fill("given_name", "Pat", "address", "12 Example Street").submit().on("O05", "casefile_form_unknown")
	for _, field := range []string{"form_number", "office", "family_name"} {
		if b.at.problem(field) == "" {
			t.Errorf("nothing is said at %s", field)
		}
	}
	for _, id := range []string{"received-error", "role-error", "born-error", "language-error"} {
		if b.at.first(has("id", id)) == nil {
			t.Errorf("there is no %s", id)
		}
	}
	if b.at.value("given_name") != "Pat" || len(b.at.problems()) != 7 {
		t.Errorf("%q stays, and it says %q", b.at.value("given_name"), b.at.problems())
	}
	known, _ := p.newCase(b.visitor, "I-485")
	for _, wrong := range []struct {
		field, state string
		typed        []string
	}{
		{"receipt", "receipt_too_short", []string{"receipt", "IOE09"}},
		{"receipt", "casefile_already_received", []string{"receipt", known}},
		{"received", "casefile_receipt_date", []string{"received_year", "2099"}},
		{"born", "birth_date_after_receipt", []string{"born_year", "2098"}},
		{"a_number", "a_number_malformed", []string{"a_number", "A12"}},
		{"address", "party_malformed", []string{"address", strings.Repeat("line\n", 9)}},
		{"given_name", "party_malformed", []string{"given_name", strings.Repeat("x", 201)}},
		{"family_name", "party_malformed", []string{"family_name", strings.Repeat("x", 201)}},
	} {
		b.get("/staff/receive").fill(typed()...).fill(wrong.typed...).submit().on("O05", wrong.state)
		if b.at.first(has("id", wrong.field+"-error")) == nil || b.at.value("family_name") == "" || b.at.value("form_number") != "I-485" {
			t.Errorf("%s: it says %q", wrong.field, b.at.problems())
		}
	}
}

func TestAFilingForWhichNoLetterGoesOut(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	b := p.officer("olive@example.org").pages("en")
	b.get("/staff/receive").fill(typed()...).fill("protected", "yes").submit().on("O05", "check").submit().on("O25", "protected")
	check := b.get("/staff/receive").fill(typed()...).fill("receipt", "lin 26 123 45678").submit().on("O05", "check").says("LIN2612345678")
	check.submit().on("O25", "no_letter").says("LIN2612345678")
	twice := b.get("/staff/receive").fill(typed()...).fill("receipt", "LIN2612345678")
	twice.submit().on("O05", "casefile_already_received")
}
