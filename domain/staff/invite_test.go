package staff_test

import (
	"errors"
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

func TestInvite(t *testing.T) {
	t.Parallel()
	invite := staff.Invite(invited[0].(staff.Invited))
	invalid := func(name string, change func(*staff.Invite)) row {
		c := invite
		change(&c)
		return row{Name: name, Act: operator, When: c, Err: staff.ErrInvalid}
	}
	run(t, []row{
		{Name: "by an operator", Act: operator, When: invite, Then: invited},
		{Name: "a second time", Given: invited, Act: operator, When: invite, Err: staff.ErrExists},
		{Name: "after disabling", Given: disabled, Act: operator, When: invite, Err: staff.ErrExists},
		invalid("without an id", func(c *staff.Invite) { c.Staff = [16]byte{} }),
		invalid("without a name", func(c *staff.Invite) { c.Name = personal.Text{} }),
		invalid("without an address", func(c *staff.Invite) { c.Address = personal.Text{} }),
		invalid("as an applicant", func(c *staff.Invite) { c.Role = "applicant" }),
		invalid("without a claim", func(c *staff.Invite) { c.Claim = "" }),
		invalid("without a link", func(c *staff.Invite) { c.Link = secret.Ref{} }),
		invalid("with a link that is over", func(c *staff.Invite) { c.Expires = noon }),
	}, denied(invite, nil, herself, namesake, anonymous, reactor, scheduler))
}

func TestReinvite(t *testing.T) {
	t.Parallel()
	c := staff.Reinvite{Link: newLink, Expires: soon}
	then := events{staff.LinkIssued(c)}
	run(t, []row{
		{Name: "a lost link", Given: invited, Act: operator, When: c, Then: then},
		{Name: "a lost phone", Given: enrolled, Act: operator, When: c, Then: then},
		{Name: "disabled", Given: disabled, Act: operator, When: c, Err: staff.ErrDisabled},
		{Name: "not invited", Act: operator, When: c, Err: staff.ErrUnknown},
		{Name: "no link", Given: invited, Act: operator, When: staff.Reinvite{Expires: soon}, Err: staff.ErrInvalid},
		{Name: "one that is over", Given: invited, Act: operator, When: staff.Reinvite{Link: newLink, Expires: noon}, Err: staff.ErrInvalid},
	}, denied(c, invited, herself, namesake, anonymous, reactor, scheduler))
}

func TestLinkRight(t *testing.T) {
	t.Parallel()
	again := staff.LinkIssued{Link: newLink, Expires: soon.Add(time.Hour)}
	for _, tc := range []struct {
		name  string
		given events
		typed secret.Presented
		at    time.Time
		want  error
	}{
		{"right", invited, typed{link}, noon, nil},
		{"right, in the last moment", invited, typed{link}, soon.Add(-time.Microsecond), nil},
		{"right, at its end", invited, typed{link}, soon, staff.ErrLinkExpired},
		{"wrong", invited, typed{newLink}, noon, staff.ErrLinkWrong},
		{"wrong, after its end", invited, typed{newLink}, soon, staff.ErrLinkWrong},
		{"none", invited, nil, noon, staff.ErrLinkWrong},
		{"while enrolling", offered, typed{link}, noon, nil},
		{"used", enrolled, typed{link}, noon, staff.ErrLinkUsed},
		{"used, and over", enrolled, typed{link}, soon, staff.ErrLinkUsed},
		{"the one before the last", and(invited, again), typed{link}, noon, staff.ErrLinkWrong},
		{"the last", and(enrolled, again), typed{newLink}, soon, nil},
		{"disabled", disabled, typed{link}, noon, staff.ErrLinkWrong},
		{"nobody, the empty link", nil, typed{secret.Ref{}}, noon, staff.ErrLinkWrong},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := staff.Decider.Replay(tc.given...).LinkRight(tc.typed, tc.at)
			suite.Errors(err)
			if !errors.Is(err, tc.want) {
				t.Errorf("%v, want %v", err, tc.want)
			}
		})
	}
}

func TestDisable(t *testing.T) {
	t.Parallel()
	run(t, []row{
		{Name: "enrolled", Given: enrolled, Act: operator, When: staff.Disable{}, Then: events{staff.Disabled{}}},
		{Name: "invited", Given: invited, Act: operator, When: staff.Disable{}, Then: events{staff.Disabled{}}},
		{Name: "again", Given: disabled, Act: operator, When: staff.Disable{}},
		{Name: "nobody", Act: operator, When: staff.Disable{}, Err: staff.ErrUnknown},
	}, denied(staff.Disable{}, enrolled, herself, colleague, namesake, anonymous, reactor, scheduler))
}
