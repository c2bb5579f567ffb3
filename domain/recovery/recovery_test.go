package recovery_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/domaintest"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
)

var suite = domaintest.New(recovery.Decider)

func TestMain(m *testing.M) { suite.Main(m) }

type (
	row    = domaintest.Case[recovery.Command, recovery.Event]
	events = []recovery.Event
	typed  = domaintest.Typed
)

const life = 30 * time.Minute

var (
	noon          = time.Date(2026, time.May, 4, 12, 0, 0, 0, time.UTC)
	one, ana, bob = id("recovery"), id("ana"), id("bob")
	old, pass     = id("old password"), id("new password")
	link, other   = ref("link"), ref("another link")
	code, newCode = ref("code"), ref("new code")
)

// The actors, at noon.
var (
	anonymous = by(domain.Anonymous, "browser")
	holder    = by(domain.Applicant, ana.String())
	stranger  = by(domain.Applicant, bob.String())
	namesake  = by(domain.Staff, ana.String())
	operator  = by(domain.Operator, "root")
	reactor   = by(domain.Reacting, "recovery")
	scheduler = by(domain.Scheduler, "lapse")
)

// What happened before, step by step.
var (
	requested = events{recovery.Requested{
		Recovery: one, Address: personal.New(personal.Holder(one), "ana@example.org"), Language: "en", Claim: "k1:00", Link: link, Expires: noon.Add(life),
	}}
	opened    = and(requested, recovery.Opened{Account: ana, Was: old, Until: noon.Add(life)})
	bare      = and(requested, recovery.Opened{Account: ana, Was: old, Bare: true, Until: noon.Add(life)})
	sent      = and(opened, recovery.CodeIssued{Code: code, Expires: noon.Add(10 * time.Minute)})
	texted    = and(opened, recovery.MethodChanged{Method: "text"}, recovery.CodeIssued{Code: code, Expires: noon.Add(10 * time.Minute)})
	proved    = and(sent, recovery.Proved{By: "mail"})
	completed = and(proved, recovery.Completed{Account: ana, Credential: pass, Was: old})
)

func id(name string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)) }

func ref(name string) secret.Ref { return secret.Ref{ID: id(name), Key: "1"} }

func by(kind, id string) domain.Act {
	return domain.Act{ID: uuid.UUID{1}, By: domain.Actor{Kind: kind, ID: id}, At: noon}
}

func at(act domain.Act, t time.Time) domain.Act {
	act.At = t
	return act
}

func and(before events, more ...recovery.Event) events { return slices.Concat(before, more) }

// wrong is n wrong answers.
func wrong(n int) (out events) {
	for i := range n {
		out = append(out, recovery.CodeRefused{By: "mail", Left: 4 - i})
	}
	return out
}

// others are rows for whoever is not the holder, and for too early and too late.
func others(when recovery.Command) (rows []row) {
	for _, act := range []domain.Act{anonymous, stranger, namesake, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " " + act.By.ID + " may not", Given: proved, Act: act, When: when, Err: recovery.ErrUnknown})
	}
	return append(rows,
		row{Name: "there is none", Act: holder, When: when, Err: recovery.ErrUnknown},
		row{Name: "there is none, by nobody", Act: domain.Act{By: domain.Actor{Kind: domain.Applicant, ID: uuid.Nil.String()}}, When: when, Err: recovery.ErrUnknown},
		row{Name: "before the link is opened", Given: requested, Act: holder, When: when, Err: recovery.ErrUnknown},
		row{Name: "when its time is over", Given: proved, Act: at(holder, noon.Add(life)), When: when, Err: recovery.ErrOver},
		row{Name: "after its end", Given: completed, Act: holder, When: when, Err: recovery.ErrOver},
		row{Name: "a stranger after its end", Given: completed, Act: stranger, When: when, Err: recovery.ErrUnknown})
}

func TestRequest(t *testing.T) {
	t.Parallel()
	ask := func(change func(*recovery.Request)) recovery.Request {
		c := recovery.Request(requested[0].(recovery.Requested))
		if change != nil {
			change(&c)
		}
		return c
	}
	rows := []row{
		{Name: "by anybody", Act: anonymous, When: ask(nil), Then: requested},
		{Name: "a second time", Given: requested, Act: anonymous, When: ask(nil), Err: recovery.ErrExists},
	}
	for name, change := range map[string]func(*recovery.Request){
		"without an id":            func(c *recovery.Request) { c.Recovery = uuid.Nil },
		"without an address":       func(c *recovery.Request) { c.Address = personal.Text{} },
		"in no language of ours":   func(c *recovery.Request) { c.Language = "fr" },
		"without a claim":          func(c *recovery.Request) { c.Claim = "" },
		"without a link":           func(c *recovery.Request) { c.Link = secret.Ref{} },
		"with a link that is over": func(c *recovery.Request) { c.Expires = noon },
	} {
		rows = append(rows, row{Name: name, Act: anonymous, When: ask(change), Err: recovery.ErrInvalid})
	}
	for _, act := range []domain.Act{holder, namesake, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " may not", Act: act, When: ask(nil), Err: recovery.ErrUnknown})
	}
	suite.Run(t, rows)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	right := recovery.Open{Link: typed{link}, Account: ana, Was: old}
	until := func(at time.Time) events {
		return events{recovery.Opened{Account: ana, Was: old, Until: at.Add(life)}}
	}
	last := noon.Add(life - time.Microsecond)
	rows := []row{
		{Name: "with the link", Given: requested, Act: anonymous, When: right, Then: until(noon)},
		{Name: "in the last moment", Given: requested, Act: at(anonymous, last), When: right, Then: until(last)},
		{Name: "at its end", Given: requested, Act: at(anonymous, noon.Add(life)), When: right, Err: recovery.ErrLinkExpired},
		{Name: "a second time", Given: opened, Act: anonymous, When: right, Err: recovery.ErrLinkUsed},
		{Name: "a second time, too late", Given: completed, Act: at(anonymous, noon.Add(life)), When: right, Err: recovery.ErrLinkUsed},
		{Name: "with another link", Given: requested, Act: anonymous, When: recovery.Open{Link: typed{other}, Account: ana, Was: old}, Err: recovery.ErrLinkUnknown},
		{Name: "with another link, too late", Given: requested, Act: at(anonymous, noon.Add(life)), When: recovery.Open{Link: typed{other}, Account: ana, Was: old}, Err: recovery.ErrLinkUnknown},
		{Name: "with no link", Given: requested, Act: anonymous, When: recovery.Open{Account: ana, Was: old}, Err: recovery.ErrLinkUnknown},
		{Name: "of nothing", Act: anonymous, When: recovery.Open{Link: typed{secret.Ref{}}, Account: ana, Was: old}, Err: recovery.ErrLinkUnknown},
		{Name: "for nobody", Given: requested, Act: anonymous, When: recovery.Open{Link: typed{link}, Was: old}, Err: recovery.ErrInvalid},
		{Name: "for an account without a password", Given: requested, Act: anonymous, When: recovery.Open{Link: typed{link}, Account: ana}, Err: recovery.ErrInvalid},
		{
			Name: "for an account without a second step", Given: requested, Act: anonymous,
			When: recovery.Open{Link: typed{link}, Account: ana, Was: old, Bare: true}, Then: bare[1:],
		},
		{
			Name: "for an account with reset questions", Given: requested, Act: anonymous,
			When: recovery.Open{Link: typed{link}, Account: ana, Was: old, Asked: true}, Then: asked[1:],
		},
	}
	for _, act := range []domain.Act{holder, namesake, operator, reactor, scheduler} {
		rows = append(rows, row{Name: act.By.Kind + " may not", Given: requested, Act: act, When: right, Err: recovery.ErrLinkUnknown})
	}
	suite.Run(t, rows)
}

func TestSendCode(t *testing.T) {
	t.Parallel()
	c := recovery.SendCode{By: "mail", Code: newCode, Expires: noon.Add(10 * time.Minute)}
	byText := recovery.SendCode{By: "text", Code: newCode, Expires: c.Expires}
	issued := events{recovery.CodeIssued{Code: newCode, Expires: c.Expires}}
	changed := func(way string) events { return and(events{recovery.MethodChanged{Method: way}}, issued...) }
	suite.Run(t, append(others(c), []row{
		{Name: "the first", Given: opened, Act: holder, When: c, Then: issued},
		{Name: "another", Given: sent, Act: holder, When: c, Then: issued},
		{Name: "the first by text", Given: opened, Act: holder, When: byText, Then: changed("text")},
		{Name: "another by text", Given: sent, Act: holder, When: byText, Then: changed("text")},
		{Name: "again by text", Given: texted, Act: holder, When: byText, Then: issued},
		{Name: "back to mail", Given: texted, Act: holder, When: c, Then: changed("mail")},
		{Name: "both ways", Given: texted, Act: holder, When: recovery.SendCode{By: "mail_text", Code: newCode, Expires: c.Expires}, Then: changed("mail_text")},
		{Name: "in no way", Given: opened, Act: holder, When: recovery.SendCode{Code: newCode, Expires: c.Expires}, Err: recovery.ErrInvalid},
		{Name: "in a way that is not sent", Given: opened, Act: holder, When: recovery.SendCode{By: "authenticator", Code: newCode, Expires: c.Expires}, Err: recovery.ErrInvalid},
		{Name: "nothing once proved", Given: proved, Act: holder, When: c},
		{Name: "after four wrong answers", Given: and(sent, wrong(4)...), Act: holder, When: c, Then: issued},
		{Name: "after five wrong answers", Given: and(sent, wrong(5)...), Act: holder, When: c, Err: recovery.ErrTooManyCodes},
		{Name: "none", Given: opened, Act: holder, When: recovery.SendCode{By: "mail", Expires: noon.Add(life)}, Err: recovery.ErrInvalid},
		{Name: "one that is over", Given: opened, Act: holder, When: recovery.SendCode{By: "mail", Code: newCode, Expires: noon}, Err: recovery.ErrInvalid},
	}...))
}

func TestEnterCode(t *testing.T) {
	t.Parallel()
	right, another := recovery.EnterCode{Code: typed{code}}, recovery.EnterCode{Code: typed{newCode}}
	refused := func(left int) events { return events{recovery.CodeRefused{By: "mail", Left: left}} }
	suite.Run(t, append(others(right), []row{
		{Name: "the right one", Given: sent, Act: holder, When: right, Then: events{recovery.Proved{By: "mail"}}},
		{Name: "the right one, by text", Given: texted, Act: holder, When: right, Then: events{recovery.Proved{By: "text"}}},
		{Name: "again", Given: proved, Act: holder, When: right},
		{Name: "at its end", Given: sent, Act: at(holder, noon.Add(10*time.Minute)), When: right, Err: recovery.ErrCodeExpired},
		{Name: "none was sent", Given: opened, Act: holder, When: right, Err: recovery.ErrNoCode},
		{Name: "none", Given: sent, Act: holder, When: recovery.EnterCode{}, Then: refused(4), Err: recovery.ErrWrongCode},
		{Name: "a wrong one", Given: sent, Act: holder, When: another, Then: refused(4), Err: recovery.ErrWrongCode.With("left", "4")},
		{Name: "a wrong one after the right one", Given: proved, Act: holder, When: another, Then: refused(4), Err: recovery.ErrWrongCode},
		{Name: "the fifth wrong one", Given: and(sent, wrong(4)...), Act: holder, When: another, Then: refused(0), Err: recovery.ErrWrongCode.With("left", "0")},
		{Name: "the right one after five wrong ones", Given: and(sent, wrong(5)...), Act: holder, When: right, Err: recovery.ErrTooManyCodes},
		{
			Name: "a new one keeps the count", Given: and(sent, append(wrong(4), recovery.CodeIssued{Code: newCode, Expires: noon.Add(life)})...), Act: holder, When: right,
			Then: refused(0), Err: recovery.ErrWrongCode,
		},
	}...))
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	app, backup := recovery.Answer{By: "authenticator", Matches: true}, recovery.Answer{By: "backup", Matches: true}
	refused := func(by string, left int) events { return events{recovery.CodeRefused{By: by, Left: left}} }
	suite.Run(t, append(others(app), []row{
		{Name: "the authenticator's code", Given: opened, Act: holder, When: app, Then: events{recovery.Proved{By: "authenticator"}}},
		{Name: "a backup code", Given: sent, Act: holder, When: backup, Then: events{recovery.Proved{By: "backup"}}},
		{Name: "again", Given: proved, Act: holder, When: app},
		{Name: "a wrong code", Given: opened, Act: holder, When: recovery.Answer{By: "authenticator"}, Then: refused("authenticator", 4), Err: recovery.ErrWrongCode},
		{
			Name: "all ways are counted together", Given: and(sent, wrong(4)...), Act: holder, When: recovery.Answer{By: "backup"},
			Then: refused("backup", 0), Err: recovery.ErrWrongCode,
		},
		{Name: "the right one after five wrong ones", Given: and(sent, wrong(5)...), Act: holder, When: backup, Err: recovery.ErrTooManyCodes},
		{Name: "by mail", Given: opened, Act: holder, When: recovery.Answer{By: "mail", Matches: true}, Err: recovery.ErrInvalid},
	}...))
}

func TestComplete(t *testing.T) {
	t.Parallel()
	c := recovery.Complete{Credential: pass}
	done := completed[len(completed)-1:]
	suite.Run(t, append(others(c), []row{
		{Name: "after the second step", Given: proved, Act: holder, When: c, Then: done},
		{Name: "without one, for who has none", Given: bare, Act: holder, When: c, Then: done},
		{
			Name: "staying signed in elsewhere", Given: proved, Act: holder, When: recovery.Complete{Credential: pass, Stay: true},
			Then: events{recovery.Completed{Account: ana, Credential: pass, Was: old, Stay: true}},
		},
		{Name: "before the second step", Given: sent, Act: holder, When: c, Err: recovery.ErrUnproved},
		{Name: "after five wrong answers", Given: and(sent, wrong(5)...), Act: holder, When: c, Err: recovery.ErrUnproved},
		{Name: "nothing", Given: proved, Act: holder, When: recovery.Complete{}, Err: recovery.ErrInvalid},
	}...))
}

func TestStored(t *testing.T) {
	t.Parallel()
	domaintest.Golden(t, recovery.Decider.Catalog,
		requested[0],
		bare[1],
		recovery.QuestionsAsked{},
		recovery.QuestionsAnswered{},
		recovery.AnswersRefused{Left: 4},
		recovery.CodeIssued{Code: code, Expires: noon.Add(life)},
		recovery.MethodChanged{Method: "text"},
		recovery.CodeRefused{By: "mail", Left: 4},
		recovery.Proved{By: "mail"},
		recovery.Completed{Account: ana, Credential: pass, Was: old, Stay: true},
	)
}
