package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp/totp"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/limits"
)

// atManyDoors is how many come by ways of their own with one code: each way takes a sign-in, or more.
const atManyDoors = 12

// One code or link, shown at many doors at once: it opens one.
func TestManyAtManyDoors(t *testing.T) {
	t.Parallel()
	p := manyAtOnce(t)
	t.Run("one code of a phone", func(t *testing.T) {
		t.Parallel()
		ana := p.signUp("ana@example.org")
		ana.must(202, ana.do("POST", "/api/v1/account/methods/text", map[string]string{"phone": "(202) 555-0142"}))
		code := p.mailedCode(ana.visitor)
		got := atOnce(many, func(int) reply {
			return ana.copy().do("POST", "/api/v1/account/methods/text/entry", map[string]string{"code": code})
		})
		got.are(t, map[int]int{200: 1, 409: many - 1})
	})
	t.Run("one code of an app", func(t *testing.T) {
		t.Parallel()
		ben := p.signUp("ben@example.org")
		code, waiting := ben.appCode(ben.takesApp(), 1), p.atTheDoor(ben)
		got := atOnce(atManyDoors, func(i int) reply {
			return waiting[i].do("POST", "/api/v1/session/code", map[string]string{"by": "authenticator", "code": code})
		})
		got.are(t, map[int]int{200: 1, 409: atManyDoors - 1})
		for i, v := range waiting {
			if got[i].Status != 200 { // a code that is spent is a wrong code, and one try less
				p.once(t, "session-"+p.token(v).Session.String(), "session.code_refused")
			}
		}
	})
	t.Run("one backup code for sign-ins and resets", func(t *testing.T) {
		t.Parallel()
		cid := p.signUp("cid@example.org")
		waiting, forgetting := p.atTheDoor(cid), make([]*visitor, atManyDoors)
		for i := range forgetting {
			forgetting[i] = p.bearer(p.forgotten(cid.email))
		}
		got := atOnce(2*atManyDoors, func(i int) reply {
			at, path := waiting[i/2], "/api/v1/session/code"
			if i%2 == 1 {
				at, path = forgetting[i/2], "/api/v1/password-reset/code"
			}
			return at.do("POST", path, map[string]string{"by": "backup", "code": cid.backup[0]})
		})
		got.are(t, map[int]int{200: 1})
		p.once(t, "account-"+cid.id.String(), "account.backup_code_used")
	})
	t.Run("one address of many sign-ups", func(t *testing.T) {
		t.Parallel()
		ids := make([]uuid.UUID, atManyDoors)
		for i := range ids {
			ids[i] = p.registered("dan@example.org")
		}
		got := atOnce(atManyDoors, func(i int) reply {
			return p.visitor().do("POST", "/api/v1/sign-up/"+ids[i].String()+"/confirmation", map[string]string{"token": p.linkOf(ids[i])})
		})
		got.are(t, map[int]int{200: 1, 409: atManyDoors - 1})
	})
	t.Run("many resets of one password", func(t *testing.T) {
		t.Parallel()
		eva, proved := p.signUp("eva@example.org"), make([]*visitor, atManyDoors)
		for i := range proved {
			proved[i] = p.bearer(p.forgotten(eva.email))
			proved[i].must(200, proved[i].do("POST", "/api/v1/password-reset/code", map[string]string{"by": "mail", "code": p.resetCode(proved[i])}))
		}
		got := atOnce(atManyDoors, func(i int) reply {
			return proved[i].do("POST", "/api/v1/password-reset/password", map[string]string{"password": fmt.Sprintf("Better-Battery-%d", i)})
		})
		got.are(t, map[int]int{200: 1})                                   // the others are replaced, or ended with all that the holder had begun
		p.times(t, 2, "account-"+eva.id.String(), "account.password_set") // that of the sign-up, and one
	})
	t.Run("one access code for links by receipt number", func(t *testing.T) {
		t.Parallel()
		receipt, letter := p.newCase(p.officer("gus@example.org"), "I-130")
		people := make([]*visitor, atManyDoors)
		for i := range people {
			people[i] = p.stranger(applicant)
			people[i].must(201, people[i].do("POST", "/api/v1/cases", map[string]string{"receipt_number": receipt, "birth_date": "1980-07-31"}))
		}
		got := atOnce(atManyDoors, func(i int) reply {
			return people[i].do("POST", "/api/v1/cases/"+receipt+"/upgrade", map[string]string{"birth_date": "1980-07-31", "access_code": letter})
		})
		got.are(t, map[int]int{200: 1, 409: atManyDoors - 1})
		p.once(t, "access-"+receipt, access.Upgraded{}.EventType())
	})
}

// The limit that stands before the rule lets through as many as have a try: one of them is right, and the others do not use
// up the tries before it is heard.
func TestManyEnrollAtOnce(t *testing.T) {
	t.Parallel()
	p := serveProduct(t)
	id, link := p.invitation("fay@example.org")
	clicked := make([]*visitor, many)
	atOnce(many, func(i int) reply {
		clicked[i] = p.visitor()
		return clicked[i].do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": link})
	}).are(t, map[int]int{200: many}) // clicking again goes on
	fay := clicked[0]
	fay.must(200, fay.do("POST", "/api/v1/staff/enrolment/password", map[string]string{"password": goodPassword}))
	code, err := totp.GenerateCode(fay.must(201, fay.do("POST", "/api/v1/staff/enrolment/authenticator", nil)).text("seed"), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	got := atOnce(many, func(i int) reply {
		return clicked[i].do("POST", "/api/v1/staff/enrolment/entry", map[string]string{"code": code})
	})
	got.are(t, map[int]int{200: 1})
	p.once(t, "staff-"+id, "staff.enrolled")
	atOnce(many, func(int) reply {
		return p.visitor().do("POST", "/api/v1/staff/enrolment/"+id, map[string]string{"token": link})
	}).are(t, map[int]int{409: many})
}

// Many wrong answers at once are counted one by one: as many are judged as one alone has tries, and then the right one is
// too late. The limits that stand before the rules let all pass here.
func TestManyWrongAtOnce(t *testing.T) {
	t.Parallel()
	p := manyAtOnce(t)
	wrong := func(v *visitor, path string, body map[string]string) answers {
		return atOnce(many, func(int) reply { return v.copy().do("POST", path, body) })
	}
	t.Run("codes of a sign-in", func(t *testing.T) {
		t.Parallel()
		p.signUp("ana@example.org")
		v := p.passwordOf(&person{email: "ana@example.org"})
		right, session := p.signInCode(v), p.token(v).Session
		wrong(v, "/api/v1/session/code", map[string]string{"by": "mail", "code": "000000"})
		p.times(t, limits.Of(limits.SessionCode).Max, "session-"+session.String(), "session.code_refused")
		v.must(401, v.do("POST", "/api/v1/session/code", map[string]string{"by": "mail", "code": right}))
	})
	t.Run("codes of a sign-up", func(t *testing.T) {
		t.Parallel()
		v := p.visitor()
		p.confirm(v, "ben@example.org")
		p.choosesPassword(v)
		right, id := p.signUpCode(v), p.token(v).Holder.ID
		wrong(v, "/api/v1/account/codes/entry", map[string]string{"code": "000000"})
		p.times(t, limits.Of(limits.SignUpCode).Max, "account-"+id, "account.code_refused")
		v.must(429, v.do("POST", "/api/v1/account/codes/entry", map[string]string{"code": right}))
	})
	t.Run("codes of a reset", func(t *testing.T) {
		t.Parallel()
		p.signUp("cid@example.org")
		v := p.bearer(p.forgotten("cid@example.org"))
		right, recovery := p.resetCode(v), p.token(v).Session
		wrong(v, "/api/v1/password-reset/code", map[string]string{"by": "mail", "code": "000000"})
		p.times(t, limits.Of(limits.SessionCode).Max, "recovery-"+recovery.String(), "recovery.code_refused")
		v.must(409, v.do("POST", "/api/v1/password-reset/code", map[string]string{"by": "mail", "code": right}))
	})
	t.Run("birth dates beside the right access code", func(t *testing.T) {
		t.Parallel()
		receipt, letter := p.newCase(p.officer("olive@example.org"), "I-130")
		dan := p.stranger(applicant)
		show := map[string]string{"receipt_number": receipt, "birth_date": "1980-07-30", "access_code": letter}
		wrong(dan, "/api/v1/cases", show).are(t, map[int]int{404: many})
		p.times(t, limits.WrongBirthDates, "access-"+receipt, access.BirthDateRefused{}.EventType())
		p.once(t, "access-"+receipt, access.CodeVoided{}.EventType())
		show["birth_date"] = "1980-07-31"
		if got := dan.do("POST", "/api/v1/cases", show); got.text("code") != access.ErrCodeVoided.Code {
			t.Errorf("then the right date is answered %d %s", got.Status, got.Raw)
		}
	})
}

// manyAtOnce is a product whose limits let many try.
func manyAtOnce(t *testing.T) *product {
	t.Helper()
	s := testStores(t)
	s.Limits = generous + ",session_code=1000,sign_up_code=1000,password=1000"
	return serveOn(t, s)
}

// atTheDoor are browsers in which a person has entered the password.
func (p *product) atTheDoor(who *person) []*visitor {
	p.t.Helper()
	all := make([]*visitor, atManyDoors)
	for i := range all {
		all[i] = p.passwordOf(who)
	}
	return all
}

// races says where it is shown of each kind of one-time secret that many at once are one.
var races = map[string]string{
	"ConfirmLink":  "one confirmation link",
	"EnrolLink":    "TestManyEnrollAtOnce",
	"ResetLink":    "one link to a new password",
	"ResetCode":    "one code and one password of a reset",
	"SignUpCode":   "one code of a sign-up",
	"SignInCode":   "one code of a sign-in",
	"BackupCode":   "one backup code",
	"AccessCode":   "one access code",
	"ClientSecret": "", // of a program that comes again and again with it: nothing is used up
}

// Who adds a kind of code or link shows what many do with one of it at once.
func TestEachKindOfSecretIsRaced(t *testing.T) {
	t.Parallel()
	var tests strings.Builder
	files, err := filepath.Glob("*_test.go")
	for _, f := range files {
		text, failed := os.ReadFile(f)
		if failed != nil {
			err = failed
		}
		tests.Write(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, purpose := range purposes(t) {
		test, known := races[purpose]
		if !known {
			t.Errorf("nobody races for a %s: let many use one at once, and name the test in races", purpose)
		}
		found := strings.Contains(tests.String(), "t.Run("+strconv.Quote(test)+",") || strings.Contains(tests.String(), "func "+test+"(")
		if test != "" && !found {
			t.Errorf("there is no test %q", test)
		}
	}
}

// purposes are the names of the constants of package secret.
func purposes(t *testing.T) (all []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../domain/secret/secret.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, s := range g.Specs {
				all = append(all, s.(*ast.ValueSpec).Names[0].Name)
			}
		}
	}
	return all
}
