package main

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
)

// exchange is what is answered to a request and, where that leads on, to those that follow: all of it, as one answer.
func (b *browser) exchange(method, path string, fields url.Values) reply {
	b.t.Helper()
	whole := b.request(method, path, fields)
	for range 5 {
		if whole.Status != http.StatusSeeOther {
			break
		}
		next := b.request(http.MethodGet, whole.Header.Get("Location"), nil)
		next.Raw = slices.Concat([]byte(allTold(whole)), next.Raw)
		whole = next
	}
	return whole
}

// presses is what a stranger is answered who opens a page, fills in its form and presses a button, "" for the first. What was
// typed is hidden: a page may show it again, to who typed it.
func (s scene) presses(path, button string, typed ...string) func() reply {
	form := s.browse("en").get(path).fill(typed...)
	var pressed []string
	if button != "" {
		pressed = []string{button}
	}
	to, fields := form.sends(form.button(pressed...))
	return func() reply {
		r := form.exchange(http.MethodPost, to, fields)
		for i := 0; i+1 < len(typed); i += 2 {
			if value := typed[i+1]; len(value) > 4 {
				r.Raw = bytes.ReplaceAll(r.Raw, []byte(value), []byte("what was typed"))
			}
		}
		return r
	}
}

// opens is what a stranger is answered who opens a page.
func (s scene) opens(path string) func() reply {
	return func() reply { return s.browse("en").exchange(http.MethodGet, path, nil) }
}

// rowsOfPages are those of the pages that want no session.
func (s scene) rowsOfPages() []pair {
	signUp := func(email string) func() reply { return s.presses("/sign-up", "", "email", email) }
	forget := func(email string) func() reply { return s.presses("/forgot-password", "", "email", email) }
	signIn := func(door, email string) func() reply {
		return s.presses(door, "", "email", email, "password", "Wrong-Horse-7")
	}
	status := func(receipt, day string) func() reply {
		return s.presses("/status", "", asked(receipt, "7", day, "1980", "")...)
	}
	named := func(receipt string) func() reply {
		return s.presses("/status", "", asked(receipt, "", "", "", "Nobody")...)
	}
	number := func(receipt string) func() reply { return s.presses("/numbers", "", "number", receipt) }
	sent := func(id uuid.UUID) string { return "/sign-up/" + id.String() + "/sent" }
	confirm := func(id uuid.UUID) string { return "/confirm/" + id.String() + "/guessed" }
	reset := func(id string) string { return "/reset/" + id + "/guessed" }
	enrol := func(id string) string { return "/enrol/" + id + "/guessed" }
	const unknown, none = "IOE0999999999", ""
	return []pair{
		{what: "signing up on the page with a known address", status: 200, known: signUp("ana@example.org"), others: tries{"unknown": signUp("bob@example.org"), "unfinished": signUp(s.half)}},
		{what: "the page after it", status: 200, known: s.opens(sent(s.again)), others: tries{"unknown": s.opens(sent(s.half2))}},
		{what: "asking there for a link again", status: 200, known: s.presses(sent(s.again), "resend"), others: tries{"unknown": s.presses(sent(s.half2), "resend")}},
		{what: "opening a guessed link of an account", status: 200, known: s.opens(confirm(s.ana.id)), others: tries{"unknown": s.opens(confirm(uuid.New())), "pending": s.opens(confirm(s.half2))}},
		{what: "pressing its button", status: 404, known: s.presses(confirm(s.ana.id), none), others: tries{"unknown": s.presses(confirm(uuid.New()), none), "pending": s.presses(confirm(s.half2), none), "pending for a known address": s.presses(confirm(s.again), none)}},
		{what: "guessing a password on the page", status: 422, known: signIn("/sign-in", "ana@example.org"), others: tries{"unknown": signIn("/sign-in", "bob@example.org"), "unfinished": signIn("/sign-in", s.half), "staff": signIn("/sign-in", "olive@example.org")}},
		{what: "guessing the password of staff on the page", status: 422, known: signIn("/staff/sign-in", "olive@example.org"), others: tries{"unknown": signIn("/staff/sign-in", "other@example.org"), "applicant": signIn("/staff/sign-in", "ana@example.org"), "invited": signIn("/staff/sign-in", "ned@example.org")}},
		{what: "forgetting a password on the page", status: 200, known: forget("ana@example.org"), others: tries{"unknown": forget("bob@example.org"), "unfinished": forget(s.half), "unconfirmed": forget("new@example.org"), "staff": forget("olive@example.org")}},
		{what: "opening a guessed link of a reset", status: 200, known: s.opens(reset(s.lost)), others: tries{"unknown": s.opens(reset(uuid.NewString())), "spent": s.opens(reset(s.followed))}},
		{what: "pressing its button", status: 404, known: s.presses(reset(s.lost), none), others: tries{"unknown": s.presses(reset(uuid.NewString()), none), "spent": s.presses(reset(s.followed), none), "of nobody": s.presses(reset(s.nobodys), none)}},
		{what: "opening a guessed link of staff", status: 200, known: s.opens(enrol(s.ned)), others: tries{"unknown": s.opens(enrol(uuid.NewString())), "enrolled": s.opens(enrol(s.olive))}},
		{what: "pressing its button", status: 404, known: s.presses(enrol(s.ned), none), others: tries{"unknown": s.presses(enrol(uuid.NewString()), none), "enrolled": s.presses(enrol(s.olive), none), "disabled": s.presses(enrol(s.gone), none)}},
		{what: "asking for a status on the page with a wrong birth date", status: 404, known: status(s.open, "30"), others: tries{"unknown": status(unknown, "30"), "protected": status(s.protected, "30"), "without a letter": status(s.elsewhere, "30")}},
		{what: "asking for the status of a protected case with its birth date", status: 404, known: status(s.protected, "31"), others: tries{"unknown": status(unknown, "31")}},
		{what: "asking for a status by a wrong name", status: 404, known: named(s.open), others: tries{"unknown": named(unknown), "protected": named(s.protected)}},
		{what: "asking what a number is", status: 200, known: number(s.open), others: tries{"unknown": number(unknown), "protected": number(s.protected)}},
	}
}
