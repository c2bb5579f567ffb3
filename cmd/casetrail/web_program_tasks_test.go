package main

import "testing"

// A representative gives her office's program an ID and a secret, changes the secret, and ends it; an officer stops it for a
// while in between, and looks after one of the agency's own.
func TestPeopleLookAfterPrograms(t *testing.T) {
	t.Parallel()
	inEveryWay(t, func(t *testing.T, p *product, w way) {
		p.signUpAs("rita@example.org", "representative")
		rita := p.sitDown(t, w).signIn("rita@example.org").on("H01", "brand_new")
		rita.open("/settings").on("T01", "representative").open("/settings/programs").on("T14", "empty")
		first := rita.register("/settings/programs", "Office calendar", "T15", "T16")
		own, file := "/settings/programs/"+dashed(first.id), "/staff/programs/"+dashed(first.id)
		second := rita.send("issue").on("T16", "shown").program()
		rita.open(own).on("T16", "").press(`button[name=credential][value="1"]`).on("T16", "")
		first.must(401, first.asks("EAC9900112345"))
		second.must(404, second.asks("EAC9900112345"))

		olive := p.sitDown(t, w).enroll("olive@example.org").on("O01", "empty")
		olive.open("/staff/programs").on("O30", "").open(file).on("O32", "").pick("why", "leaked").send("suspend").on("O32", "suspended")
		rita.until(own, "T16", "suspended")
		olive.send("resume").on("O32", "")
		rita.until(own, "T16", "").press("details summary").send("close").on("T16", "closed")
		second.must(401, second.asks("EAC9900112345"))

		olive.goTo("/staff/programs").on("O30", "")
		board := olive.register("/staff/programs", "Status board", "O31", "O32")
		olive.send("issue").on("O32", "shown").program()
		olive.open("/staff/programs/"+dashed(board.id)).on("O32", "").press(`button[name=credential][value="1"]`).on("O32", "")
		board.must(401, board.asks("EAC9900112345"))
		olive.press("details summary").send("close").on("O32", "closed")
	})
}

// register registers a program from the list of them, and opens its page; form and page are the screens of that.
func (h *hands) register(list, name, form, page string) *statusProgram {
	h.t.Helper()
	h.open(list+"/new").on(form, "").fill("program", name, "contact", "it@example.org").mark("environment", "production").send()
	s := h.on(form, "shown").program()
	h.open(list+"/"+dashed(s.id)).on(page, "")
	return s
}

// program is that of the secret that is shown just now; it works.
func (h *hands) program() *statusProgram {
	h.t.Helper()
	s := &statusProgram{visitor: h.p.visitor(), id: h.tab.Text("#client-id"), secret: h.tab.Text("#client-secret")}
	s.signedIn().must(404, s.asks("EAC9900112345"))
	return s
}
