package main

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/account"
)

// bound is one value at or beyond an end of what a field takes, and the code of the answer; "" is a yes.
type bound struct {
	what, value, code string
}

func TestSignUpAtItsBounds(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	host := func(n int) string { return strings.Repeat("h.", (n-2)/2) + strings.Repeat("x", 2+n%2) } // n letters and dots
	for _, b := range []bound{
		{"254 characters", strings.Repeat("l", 64) + "@" + host(189), ""},
		{"255 characters", strings.Repeat("l", 64) + "@" + host(190), "fields"},
		{"64 before the @", strings.Repeat("l", 64) + "@example.org", ""},
		{"65 before the @", strings.Repeat("l", 65) + "@example.org", "address.malformed"},
		{"none before the @", "@example.org", "address.malformed"},
		{"no @", "example.org", "address.malformed"},
		{"two", "a@example.org,b@example.org", "address.malformed"},
		{"a name before it", "Ana <ana@example.org>", "address.malformed"},
		{"no dot", "ana@localhost", "address.malformed"},
		{"a line more", "ana@example.org\nBcc: eve@example.org", "address.malformed"},
		{"space around it", " ana@example.org ", ""},
		{"letters of other scripts", "añá@ejemplo.example", ""},
		{"nothing", "", "address.malformed"},
	} {
		got := p.visitor().do("POST", "/api/v1/sign-up", map[string]string{"email": b.value, "language": "en"})
		b.answered(t, "e-mail address", got)
	}
	ana := p.visitor()
	p.confirm(ana, "ana.bounds@example.org")
	for _, b := range []bound{{"none", "", "terms_version"}, {"an old version", "1999-01", "terms_version"}, {"too long", strings.Repeat("9", 41), "fields"}, {"the one in force", account.TermsVersion, ""}} {
		b.answered(t, "terms", ana.do("POST", "/api/v1/account/terms", map[string]string{"version": b.value}))
	}
	for _, b := range []bound{
		{"nothing", "", "fields"},
		{"7 characters", "Tz-rive", "password.too_short"},
		{"8 characters", "Tz-rivet", ""},
		{"8 characters that are 10 bytes", "Áé-rivet", ""},
		{"128 characters", "Aa-" + strings.Repeat("xq7", 41) + "xq", ""},
		{"128 characters of four bytes", "Aa-" + signs(125), ""},
		{"129 characters", "Aa-" + strings.Repeat("xq7", 42), "password.too_long"},
		{"512 characters", "Aa-" + strings.Repeat("x", 509), "password.too_long"},
		{"513 characters", "Aa-" + strings.Repeat("x", 510), "fields"},
		{"no capital", "correct-horse-7", "password.needs_upper"},
		{"no small letter", "CORRECT-HORSE-7", "password.needs_lower"},
		{"only letters and digits", "CorrectHorse7", "password.needs_special"},
		{"what everybody takes", "Password1!", "password.too_common"},
		{"the own address", "My-bounds-7", "password.contains_context"},
	} {
		b.answered(t, "password", ana.do("POST", "/api/v1/account/password", map[string]string{"password": b.value}))
	}
	ana.must(202, ana.do("POST", "/api/v1/account/codes", nil))
	for _, b := range []bound{{"nothing", "", "fields"}, {"5 digits", "12345", "account.wrong_code"}, {"41 characters", strings.Repeat("1", 41), "fields"}} {
		b.answered(t, "code", ana.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": b.value}))
	}
	for _, b := range []bound{{"7", strings.Repeat("k", 7), "idempotency_key_missing"}, {"8", strings.Repeat("k", 8), ""}, {"128", strings.Repeat("k", 128), ""}, {"129", strings.Repeat("k", 129), "idempotency_key_missing"}, {"a space", "kkkk kkkk", "idempotency_key_missing"}, {"none", "", "idempotency_key_missing"}} {
		b.answered(t, "key", p.visitor().again(b.value, "POST", "/api/v1/sign-up", map[string]string{"email": uuid.NewString() + "@example.org", "language": "en"}))
	}
}

func TestAFilingAtItsBounds(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	lines := func(n int) string { return strings.TrimSuffix(strings.Repeat("line\n", n), "\n") }
	for field, bounds := range map[string][]bound{
		"family_name": {
			{"nothing", "", "casefile.party_incomplete"},
			{"only space", " \t ", "casefile.party_incomplete"},
			{"one letter", "O", ""},
			{"200 characters", strings.Repeat("é", 200), ""},
			{"201 characters", strings.Repeat("e", 201), "fields"},
			{"two lines", "Example\nSincerely", "party.malformed"},
			{"a bell", "Exam\aple", "party.malformed"},
			{"written from right to left", "\u202eelpmaxE", "party.malformed"},
		},
		"given_name": {{"nothing", "", ""}, {"200 characters", strings.Repeat("g", 200), ""}, {"201 characters", strings.Repeat("g", 201), "fields"}, {"two lines", "Pat\r\nBcc", "party.malformed"}},
		"address": {
			{"nothing", "", "casefile.party_incomplete"},
			{"empty lines", "\n \n", "casefile.party_incomplete"},
			{"one line", "Exampleville", ""},
			{"8 lines", lines(8), ""},
			{"9 lines", lines(9), "party.malformed"},
			{"lines of another system", "Pat Example\r\nExampleville\r\n", ""},
			{"80 characters in a line", strings.Repeat("a", 80), ""},
			{"81 characters in a line", strings.Repeat("a", 81), "party.malformed"},
			{"601 characters", strings.Repeat("a\n", 300) + "b", "fields"},
			{"an escape", "Example\x1b[2J", "party.malformed"},
		},
		"birth_date": {
			{"nothing", "", "birth_date.malformed"},
			{"February 29 in a leap year", "1980-02-29", ""},
			{"February 29 in another", "1981-02-29", "birth_date.malformed"},
			{"February 29 of 1900", "1900-02-29", "birth_date.malformed"},
			{"the day of receipt", today(-30), ""},
			{"the day after", today(-29), "birth_date.after_receipt"},
			{"the future", "2999-01-01", "birth_date.after_receipt"},
			{"1800", "1800-01-01", ""},
			{"before 1800", "1799-12-31", "birth_date.malformed"},
			{"an instant", "1980-07-31T00:00:00Z", "fields"},
			{"another order", "07/31/1980", "birth_date.malformed"},
		},
		"a_number": {
			{"nothing", "", ""},
			{"7 digits", "A1234567", ""},
			{"9 digits", "A123456789", ""},
			{"6 digits", "A123456", "a_number.malformed"},
			{"10 digits", "A1234567890", "a_number.malformed"},
			{"dashes and small", "a 012-345-678", ""},
			{"no letter", "123456789", ""},
			{"a receipt number", "IOE0912345678", "a_number.malformed"},
		},
		"role": {{"nothing", "", "fields"}, {"a petitioner", "petitioner", ""}, {"another", "lawyer", "fields"}},
	} {
		for _, b := range bounds {
			filing := paper("I-130")
			filing["party"].(map[string]any)[field] = b.value
			b.answered(t, field, olive.do("POST", "/api/v1/staff/cases", filing))
		}
	}
	for field, bounds := range map[string][]bound{
		"receipt_number": {
			{"13 characters", "EAC9900012345", ""},
			{"taken", "eac-99-000-12345", "casefile.already_received"},
			{"12 characters", "EAC990001234", "receipt.too_short"},
			{"14 characters", "EAC99000123456", "receipt.too_long"},
			{"40 with spaces", "EAC 99 0 0 0 1 2 3 4 6" + strings.Repeat(" ", 18), ""},
			{"41 with spaces", "EAC 99 0 0 0 1 2 3 4 7" + strings.Repeat(" ", 19), "fields"},
			{"the letter O", "IOEO912345678", "receipt.letter_for_digit"},
		},
		"receipt_date": {
			{"nothing", "", "casefile.receipt_date"},
			{"today", today(0), ""},
			{"tomorrow, which has begun somewhere", today(1), ""},
			{"the day after tomorrow", today(2), "casefile.receipt_date"},
			{"February 29", "2024-02-29", ""},
			{"February 29 in another year", "2023-02-29", "casefile.receipt_date"},
			{"the first day of the law", "1952-12-24", ""},
			{"the day before", "1952-12-23", "casefile.receipt_date"},
		},
		"form":     {{"nothing", "", "casefile.form_unknown"}, {"another", "I-999", "casefile.form_unknown"}, {"21 characters", strings.Repeat("I", 21), "fields"}},
		"office":   {{"nothing", "", "casefile.office_unknown"}, {"another", "XXX", "casefile.office_unknown"}},
		"language": {{"Spanish", "es", ""}, {"another", "fr", "fields"}},
		"channel":  {{"online on a form for it", "online", ""}, {"another", "fax", "fields"}},
	} {
		for _, b := range bounds {
			filing := paper("I-130")
			filing["party"].(map[string]any)["birth_date"] = "1920-02-29"
			filing[field] = b.value
			b.answered(t, field, olive.do("POST", "/api/v1/staff/cases", filing))
		}
	}
}

func TestWorkOnACaseAtItsBounds(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	olive := p.officer("olive@example.org")
	receipt := olive.must(201, olive.do("POST", "/api/v1/staff/cases", paper("I-130"))).text("receipt_number")
	at := "/api/v1/staff/cases/" + receipt
	for _, b := range []bound{
		{"30 days before the receipt", today(-60), ""},
		{"31 days before the receipt", today(-61), "casefile.occurred_too_early"},
		{"today", today(0), ""},
		{"tomorrow, which has begun somewhere", today(1), ""},
		{"the day after tomorrow", today(2), "casefile.occurred_in_future"},
		{"no day", "2023-02-29", "casefile.occurred_in_future"},
	} {
		b.answered(t, "occurred", olive.do("POST", at+"/actions", map[string]any{"code": "FT0", "occurred": b.value}))
	}
	for _, b := range []bound{{"reserved", "BB", "casefile.code_reserved"}, {"unknown", "ZZZ", "casefile.code_unknown"}, {"small", "ft0", "casefile.code_unknown"}, {"11 characters", strings.Repeat("F", 11), "fields"}} {
		b.answered(t, "code", olive.do("POST", at+"/actions", map[string]any{"code": b.value, "occurred": today(-1)}))
	}
	for _, b := range []bound{{"midnight", "00:00", ""}, {"the last minute", "23:59", ""}, {"24:00", "24:00", "casefile.parameter_malformed"}, {"without a zero", "9:00", "casefile.parameter_malformed"}} {
		b.answered(t, "time", olive.do("POST", at+"/actions", map[string]any{"code": "FJ", "occurred": today(-1), "params": map[string]string{"date": today(20), "time": b.value, "office": "NBC"}}))
	}
	for number, code := range map[string]string{"0": "casefile.action_unknown", "1": "", "999": "casefile.action_unknown", "-1": "fields", "100001": "fields", "1.5": "fields", "x": "fields"} {
		got := olive.do("POST", at+"/actions/"+number+"/correction", map[string]string{"how": "void", "why": "duplicate"})
		bound{number, "", code}.answered(t, "number of an action", got)
	}
	for query, code := range map[string]string{"limit=0": "fields", "limit=1": "", "limit=100": "", "limit=101": "fields", "limit=x": "fields", "idle_days=-1": "fields", "idle_days=10000": "", "idle_days=10001": "fields", "cursor=x": "cursor.malformed", "office=" + strings.Repeat("o", 21): "fields"} {
		bound{query, "", code}.answered(t, "worklist", olive.do("GET", "/api/v1/staff/cases?"+query, nil))
	}
	pad := func(n int) []byte {
		raw := `{"office":"NBC","occurred":"2020-02-30"}`
		return []byte(raw + strings.Repeat(" ", n-len(raw)))
	}
	bound{"64 KiB", "", "casefile.occurred_in_future"}.answered(t, "body", olive.do("POST", at+"/transfer", pad(64<<10)))
	bound{"a byte more", "", "too_large"}.answered(t, "body", olive.do("POST", at+"/transfer", pad(64<<10+1)))
}

// signs are n different characters of four bytes each.
func signs(n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteRune(rune(0x20000 + i*i))
	}
	return all.String()
}

// answered fails the test unless the answer is the one that the row names.
func (b bound) answered(t *testing.T, field string, got reply) {
	t.Helper()
	if got.text("code") != b.code || (b.code == "") != (got.Status < 300) {
		t.Errorf("%s, %s: %d %s, want %q", field, b.what, got.Status, got.Raw, b.code)
	}
	if err := wholeProblem(got); err != nil {
		t.Errorf("%s, %s: %v", field, b.what, err)
	}
}
