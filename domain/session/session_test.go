package session_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/session"
)

var suite = domaintest.New(session.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[session.Command, session.Event]
	events = []session.Event
	typed  = domaintest.Typed
)

const life = 10 * time.Minute

var (
	noon          = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	ana           = domain.Actor{Kind: domain.Applicant, ID: "ana"}
	eve           = domain.Actor{Kind: domain.Staff, ID: "eve"}
	phone         = uuid.UUID{7}
	code, newCode = secret.Ref{ID: uuid.UUID{8}, Key: "1"}, secret.Ref{ID: uuid.UUID{9}, Key: "1"}
)

// The actors, at noon.
var (
	holder    = by(ana)
	stranger  = by(domain.Actor{Kind: domain.Applicant, ID: "bob"})
	namesake  = by(domain.Actor{Kind: domain.Staff, ID: "ana"})
	anonymous = by(domain.Actor{Kind: domain.Anonymous, ID: "browser"})
	operator  = by(domain.Actor{Kind: domain.Operator, ID: "root"})
	reactor   = by(domain.Actor{Kind: domain.Reacting, ID: "erasure"})
	scheduler = by(domain.Actor{Kind: domain.Scheduler, ID: "idle"})
)

// What happened before.
var (
	opened   = events{session.Opened{Holder: ana, Method: "mail", Device: phone}, session.CodeIssued{Code: code, Expires: noon.Add(life)}}
	byApp    = events{session.Opened{Holder: ana, Method: "authenticator"}}
	verified = and(opened, session.Verified{By: "mail"})
	ended    = and(verified, session.Ended{Why: "signed_out"})
)

func by(who domain.Actor) domain.Act { return domain.Act{ID: uuid.UUID{1}, By: who, At: noon} }

func at(act domain.Act, t time.Time) domain.Act {
	act.At = t
	return act
}

// sentBy is a session whose code went another way than by mail.
func sentBy(method string) events {
	return events{session.Opened{Holder: ana, Method: method, Device: phone}, session.CodeIssued{Code: code, Expires: noon.Add(life)}}
}

func and(before events, more ...session.Event) events { return slices.Concat(before, more) }

// wrong is n wrong answers.
func wrong(n int) (out events) {
	for i := range n {
		out = append(out, session.CodeRefused{By: "mail", Left: 4 - i})
	}
	return out
}

// others are rows for whoever is not the holder, and for too late and too early.
func others(when session.Command) (rows []row) {
	for _, act := range []domain.Act{stranger, namesake, anonymous, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Given: opened, Act: act, When: when, Err: session.ErrUnknown})
	}
	return append(rows,
		row{Name: "no session", Act: holder, When: when, Err: session.ErrUnknown},
		row{Name: "no session and nobody", Act: domain.Act{At: noon}, When: when, Err: session.ErrUnknown},
		row{Name: "after its end", Given: ended, Act: holder, When: when, Err: session.ErrEnded},
		row{Name: "a stranger after its end", Given: ended, Act: stranger, When: when, Err: session.ErrUnknown})
}

func TestOpen(t *testing.T) {
	t.Parallel()
	mail := session.Open{Holder: ana, Method: "mail", Code: code, Expires: noon.Add(life), Device: phone}
	app := session.Open{Holder: ana, Method: "authenticator"}
	change := func(f func(*session.Open)) session.Open {
		c := mail
		f(&c)
		return c
	}
	rows := []row{
		{Name: "with a code by mail", Act: anonymous, When: mail, Then: opened},
		{Name: "with an authenticator", Act: anonymous, When: app, Then: byApp},
		{Name: "with a code by text", Act: anonymous, When: change(func(c *session.Open) { c.Method = "text" }), Then: sentBy("text")},
		{Name: "with a code both ways", Act: anonymous, When: change(func(c *session.Open) { c.Method = "mail_text" }), Then: sentBy("mail_text")},
		{Name: "by text when none can go out", Act: anonymous, When: session.Open{Holder: ana, Method: "text"}, Then: events{session.Opened{Holder: ana, Method: "text"}}},
		{Name: "both ways without a code", Act: anonymous, When: session.Open{Holder: ana, Method: "mail_text"}, Err: session.ErrInvalid},
		{Name: "by the holder", Act: holder, When: mail, Then: opened},
		{
			Name: "for staff", Act: anonymous, When: session.Open{Holder: eve, Method: "authenticator"},
			Then: events{session.Opened{Holder: eve, Method: "authenticator"}},
		},
		{Name: "a second time", Given: opened, Act: anonymous, When: mail, Err: session.ErrExists},
		{Name: "after its end", Given: ended, Act: anonymous, When: mail, Err: session.ErrExists},
		{Name: "by mail without a code", Act: anonymous, When: change(func(c *session.Open) { c.Code = secret.Ref{} }), Err: session.ErrInvalid},
		{Name: "with a code that is over", Act: anonymous, When: change(func(c *session.Open) { c.Expires = noon }), Err: session.ErrInvalid},
		{Name: "with an authenticator and a code", Act: anonymous, When: change(func(c *session.Open) { c.Method = "authenticator" }), Err: session.ErrInvalid},
		{Name: "with a backup code", Act: anonymous, When: session.Open{Holder: ana, Method: "backup"}, Err: session.ErrInvalid},
		{Name: "for nobody", Act: anonymous, When: change(func(c *session.Open) { c.Holder.ID = "" }), Err: session.ErrInvalid},
		{Name: "for a machine", Act: anonymous, When: change(func(c *session.Open) { c.Holder = operator.By }), Err: session.ErrInvalid},
	}
	for _, act := range []domain.Act{stranger, namesake, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Act: act, When: mail, Err: session.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestBegin(t *testing.T) {
	t.Parallel()
	begin := session.Begin{Holder: ana, By: "sign_up", Device: phone}
	begun := events{session.Opened{Holder: ana, Method: "sign_up", Device: phone}, session.Verified{By: "sign_up"}}
	rows := []row{
		{Name: "after signing up", Act: holder, When: begin, Then: begun},
		{Name: "by a browser", Act: anonymous, When: begin, Then: begun},
		{
			Name: "after enrolment", Act: by(eve), When: session.Begin{Holder: eve, By: "enrolment"},
			Then: events{session.Opened{Holder: eve, Method: "enrolment"}, session.Verified{By: "enrolment"}},
		},
		{Name: "a second time", Given: begun, Act: holder, When: begin, Err: session.ErrExists},
		{Name: "in a session that is not verified", Given: opened, Act: holder, When: begin, Err: session.ErrExists},
		{Name: "by mail", Act: holder, When: session.Begin{Holder: ana, By: "mail"}, Err: session.ErrInvalid},
		{Name: "for nobody", Act: anonymous, When: session.Begin{By: "sign_up"}, Err: session.ErrInvalid},
	}
	for _, act := range []domain.Act{stranger, namesake, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Act: act, When: begin, Err: session.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestSendCode(t *testing.T) {
	t.Parallel()
	c := session.SendCode{By: "mail", Code: newCode, Expires: noon.Add(life)}
	issued := events{session.CodeIssued{Code: newCode, Expires: noon.Add(life)}}
	changed := func(to string) events { return and(events{session.MethodChanged{Method: to}}, issued...) }
	by := func(way string) session.SendCode { return session.SendCode{By: way, Code: newCode, Expires: c.Expires} }
	both := sentBy("mail_text")
	suite.Run(t, append(others(c), []row{
		{Name: "another", Given: opened, Act: holder, When: c, Then: issued},
		{Name: "instead of the authenticator", Given: byApp, Act: holder, When: c, Then: changed("mail")},
		{Name: "by text instead of the authenticator", Given: byApp, Act: holder, When: by("text"), Then: changed("text")},
		{Name: "by text instead of by mail", Given: opened, Act: holder, When: by("text"), Then: changed("text")},
		{Name: "both ways again", Given: both, Act: holder, When: by("mail_text"), Then: issued},
		{Name: "by mail instead of both ways", Given: both, Act: holder, When: c, Then: changed("mail")},
		{Name: "in a way that is not sent", Given: opened, Act: holder, When: by("authenticator"), Err: session.ErrInvalid},
		{Name: "in no way", Given: opened, Act: holder, When: by(""), Err: session.ErrInvalid},
		{
			Name: "when the first is over", Given: opened, Act: at(holder, noon.Add(life)), When: session.SendCode{By: "mail", Code: newCode, Expires: noon.Add(2 * life)},
			Then: events{session.CodeIssued{Code: newCode, Expires: noon.Add(2 * life)}},
		},
		{Name: "nothing once verified", Given: verified, Act: holder, When: c},
		{Name: "after four wrong answers", Given: and(opened, wrong(4)...), Act: holder, When: c, Then: issued},
		{Name: "after five wrong answers", Given: and(opened, wrong(5)...), Act: holder, When: c, Err: session.ErrTooManyCodes},
		{Name: "none", Given: opened, Act: holder, When: session.SendCode{By: "mail", Expires: noon.Add(life)}, Err: session.ErrInvalid},
		{Name: "one that is over", Given: opened, Act: holder, When: session.SendCode{By: "mail", Code: newCode, Expires: noon}, Err: session.ErrInvalid},
	}...))
}

func TestEnterCode(t *testing.T) {
	t.Parallel()
	right, other := session.EnterCode{Code: typed{code}}, session.EnterCode{Code: typed{newCode}}
	renewed := and(opened, session.CodeIssued{Code: newCode, Expires: noon.Add(life)})
	ok := events{session.Verified{By: "mail"}}
	refused := func(left int) events { return events{session.CodeRefused{By: "mail", Left: left}} }
	suite.Run(t, append(others(right), []row{
		{Name: "the right one", Given: opened, Act: holder, When: right, Then: ok},
		{Name: "in the last moment", Given: opened, Act: at(holder, noon.Add(life-time.Microsecond)), When: right, Then: ok},
		{Name: "at its end", Given: opened, Act: at(holder, noon.Add(life)), When: right, Err: session.ErrCodeExpired},
		{Name: "after its end", Given: opened, Act: at(holder, noon.Add(life+time.Microsecond)), When: right, Err: session.ErrCodeExpired},
		{Name: "a wrong one after its end", Given: opened, Act: at(holder, noon.Add(life)), When: other, Err: session.ErrCodeExpired},
		{Name: "the right one again", Given: verified, Act: holder, When: right},
		{Name: "a wrong one after the right one", Given: verified, Act: holder, When: other, Then: refused(4), Err: session.ErrWrongCode},
		{Name: "the one before the last", Given: renewed, Act: holder, When: right, Then: refused(4), Err: session.ErrWrongCode},
		{Name: "the last one", Given: renewed, Act: holder, When: other, Then: ok},
		{Name: "one that was sent by text", Given: sentBy("text"), Act: holder, When: right, Then: events{session.Verified{By: "text"}}},
		{Name: "one that was sent both ways", Given: sentBy("mail_text"), Act: holder, When: right, Then: events{session.Verified{By: "mail_text"}}},
		{
			Name: "one that was sent by mail instead, as it was recorded once", Act: holder, When: other, Then: ok,
			Given: and(byApp, session.CodeIssued{Code: newCode, Expires: noon.Add(life)}),
		},
		{Name: "none was sent", Given: byApp, Act: holder, When: right, Err: session.ErrNoCode},
		{Name: "the code of no reference", Given: byApp, Act: holder, When: session.EnterCode{Code: typed{secret.Ref{}}}, Err: session.ErrNoCode},
		{Name: "none", Given: opened, Act: holder, When: session.EnterCode{}, Then: refused(4), Err: session.ErrWrongCode},
		{Name: "the first wrong one", Given: opened, Act: holder, When: other, Then: refused(4), Err: session.ErrWrongCode.With("left", "4")},
		{Name: "the fifth wrong one", Given: and(opened, wrong(4)...), Act: holder, When: other, Then: refused(0), Err: session.ErrWrongCode.With("left", "0")},
		{Name: "the right one after four wrong ones", Given: and(opened, wrong(4)...), Act: holder, When: right, Then: ok},
		{Name: "the right one after five wrong ones", Given: and(opened, wrong(5)...), Act: holder, When: right, Err: session.ErrTooManyCodes},
		{
			Name: "a new one keeps the count", Given: and(opened, append(wrong(4), renewed[len(renewed)-1])...), Act: holder, When: right,
			Then: refused(0), Err: session.ErrWrongCode,
		},
	}...))
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	app, backup := session.Answer{By: "authenticator", Matches: true}, session.Answer{By: "backup", Matches: true}
	refused := func(by string, left int) events { return events{session.CodeRefused{By: by, Left: left}} }
	suite.Run(t, append(others(app), []row{
		{Name: "the authenticator's code", Given: byApp, Act: holder, When: app, Then: events{session.Verified{By: "authenticator"}}},
		{Name: "a backup code", Given: opened, Act: holder, When: backup, Then: events{session.Verified{By: "backup"}}},
		{Name: "the right one again", Given: and(byApp, session.Verified{By: "authenticator"}), Act: holder, When: app},
		{
			Name: "a wrong one after the right one", Given: verified, Act: holder, When: session.Answer{By: "backup"},
			Then: refused("backup", 4), Err: session.ErrWrongCode,
		},
		{
			Name: "a wrong code", Given: byApp, Act: holder, When: session.Answer{By: "authenticator"},
			Then: refused("authenticator", 4), Err: session.ErrWrongCode.With("left", "4"),
		},
		{
			Name: "all ways are counted together", Given: and(opened, wrong(4)...), Act: holder, When: session.Answer{By: "backup"},
			Then: refused("backup", 0), Err: session.ErrWrongCode,
		},
		{Name: "the right one after five wrong ones", Given: and(opened, wrong(5)...), Act: holder, When: backup, Err: session.ErrTooManyCodes},
		{Name: "by mail", Given: opened, Act: holder, When: session.Answer{By: "mail", Matches: true}, Err: session.ErrInvalid},
		{Name: "by having signed up", Given: opened, Act: holder, When: session.Answer{By: "sign_up", Matches: true}, Err: session.ErrInvalid},
	}...))
}

func TestEnd(t *testing.T) {
	t.Parallel()
	end := session.End{Why: "signed_out"}
	rows := []row{
		{Name: "again", Given: ended, Act: holder, When: session.End{Why: "idle"}},
		{Name: "before it is verified", Given: opened, Act: holder, When: end, Then: events{session.Ended(end)}},
		{Name: "no reason", Given: verified, Act: holder, When: session.End{}, Err: session.ErrInvalid},
		{Name: "no session", Act: operator, When: end, Err: session.ErrUnknown},
	}
	for _, act := range []domain.Act{holder, operator, reactor, scheduler} {
		rows = append(rows, row{Name: "by " + act.By.Kind, Given: verified, Act: act, When: end, Then: events{session.Ended(end)}})
	}
	for _, act := range []domain.Act{stranger, namesake, anonymous} {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Given: verified, Act: act, When: end, Err: session.ErrUnknown},
			row{Name: act.By.Kind + " " + act.By.ID + " may not again", Given: ended, Act: act, When: end, Err: session.ErrUnknown})
	}
	for _, why := range []string{"signed_out", "idle", "expired", "replaced", "locked", "erased"} {
		rows = append(rows, row{Name: why, Given: verified, Act: reactor, When: session.End{Why: why}, Then: events{session.Ended{Why: why}}})
	}
	suite.Run(t, rows)
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, session.Decider.Catalog,
		opened[0], opened[1],
		session.MethodChanged{Method: "text"},
		session.Verified{By: "mail"},
		session.CodeRefused{By: "mail", Left: 4},
		session.Ended{Why: "signed_out"},
	)
}
