package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

const oliveAt = "olive@example.gov"

// beside is the real program on the databases of a product that is served.
func (p *product) beside() *program {
	p.t.Helper()
	return on(p.t, p.stores)
}

// invited is what the program prints about an invitation.
func invited(p *program, args ...string) (id, token string) {
	p.t.Helper()
	answer := p.object(p.must(0, p.run("", append([]string{"--json", "staff"}, args...)...)))
	return answer["staff"].(string), answer["token"].(string)
}

// An address of the staff is never used up: not by a crash, an old link, a lost phone, nor by somebody who has left.
func TestAnInvitationIsNeverLost(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	operator := p.beside()
	add := []string{"add", "Olive Officer", oliveAt}

	// The one who invites her is cut short after the address was claimed; a colleague goes on.
	begun, err := staffAdd{Email: oliveAt, byOperator: byOperator{Operator: "first"}}.invitation(t.Context(), p.core)
	if err != nil {
		t.Fatal(err)
	}
	address := p.core.digests.Address("staff", oliveAt)
	if _, err := p.core.claims.Do(t.Context(), address, claim.Take{Holder: begun.NewID("staff")}, begun.Step("claim")); err != nil {
		t.Fatal(err)
	}
	id, first := invited(operator, add...)
	if again, token := invited(operator, add...); again != id || token != first {
		t.Error("asked again, it is another invitation")
	}

	// She does not come in time.
	soon := operates("a short link")
	ref := p.core.codes.Issue(secret.EnrolLink, soon)
	if _, err := p.core.staff.Do(t.Context(), id, staff.Reinvite{Link: ref, Expires: soon.At.Add(time.Microsecond)}, soon); err != nil {
		t.Fatal(err)
	}
	told := operator.must(exitRefused, operator.run("", append([]string{"staff"}, add...)...))
	if !strings.Contains(told.err, "expired") || !strings.Contains(told.err, "staff reinvite "+id) {
		t.Errorf("of an old link it says %q", told.err)
	}
	_, second := invited(operator, "reinvite", id)
	v := p.visitor()
	v.must(404, v.do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": first}))
	p.enroll(id, second)
	told = operator.must(exitRefused, operator.run("", append([]string{"staff"}, add...)...))
	if !strings.Contains(told.err, "used") || !strings.Contains(told.err, "staff reinvite "+id) {
		t.Errorf("of a link that was used it says %q", told.err)
	}

	// She loses her phone.
	_, third := invited(operator, "reinvite", id)
	p.enroll(id, third)

	// She leaves, and comes back as somebody new.
	operator.must(0, operator.run("", "staff", "disable", id))
	operator.must(exitRefused, operator.run("", "staff", "reinvite", id))
	back, fourth := invited(operator, add...)
	if back == id {
		t.Error("who was disabled came back")
	}
	p.enroll(back, fourth)
	operator.must(exitRefused, operator.run("", "staff", "reinvite", uuid.NewString()))
	operator.must(exitUsage, operator.run("", "staff", "reinvite", "olive"))
}
