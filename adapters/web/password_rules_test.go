package web_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/adapters/web/browsertest"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/limits"
)

// ruleRows answers what each row of the rules shows, by the name of its icon.
const ruleRows = `[...document.querySelectorAll(".ct-rules > li")].map((row) =>
	[...row.querySelectorAll("svg")].filter((icon) => getComputedStyle(icon).display !== "none")
		.map((icon) => icon.firstElementChild.getAttribute("href").split("#")[1]).join())`

// listening notes what is said aloud, and every request.
const listening = `(() => {
	window.said = [];
	new MutationObserver(() => { const words = document.querySelector("[role=status]").textContent; if (words) said.push(words); })
		.observe(document.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true });
	performance.clearResourceTimings();
})()`

func TestAPasswordIsFollowedWhileItIsTyped(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{Width: 390, Language: "en"})
	tab.Go(galleryURL(t) + "/dev/screens/A05")
	plain := []string{"", "", "", "", ""}
	shows := func(want []string) {
		t.Helper()
		var got []string
		if tab.Eval(ruleRows, &got); !slices.Equal(got, want) {
			t.Errorf("the rules show %q, not %q", got, want)
		}
	}
	shows(plain)
	tab.Eval(listening, nil)
	tab.Type("Password", "four geese")
	shows([]string{"check", "circle", "check", "check", "info"})
	if !tab.Has("not yet") || !tab.Has("done") || !tab.Has("we check this when you save") {
		t.Error("the rules are told by signs alone")
	}
	heard := func(want ...string) {
		t.Helper()
		var said []string
		for deadline := time.Now().Add(10 * time.Second); len(said) < len(want) && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			tab.Eval("said", &said)
		}
		if !slices.Equal(said, want) {
			t.Errorf("said aloud: %q, not %q", said, want)
		}
	}
	heard("Still needed: a capital letter")
	tab.TypeHere("F")
	shows([]string{"check", "check", "check", "check", "info"})
	heard("Still needed: a capital letter", "Your password has all of this. We check the rest when you save.")
	var sent int
	if tab.Eval(`performance.getEntriesByType("resource").length`, &sent); sent > 0 {
		t.Errorf("%d requests were sent while somebody typed", sent)
	}
	tab.Check(browsertest.Page...)
}

// What a browser says of a password is what the server says.
func TestBrowserAndServerReadTheRulesAlike(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, browsertest.Options{Width: 390, Language: "en"})
	tab.Go(galleryURL(t) + "/dev/screens/A05")
	refusals := map[string]*domain.Error{
		"length": vault.ErrTooShort, "upper": vault.ErrNeedsUpper, "lower": vault.ErrNeedsLower, "special": vault.ErrNeedsSpecial,
	}
	for _, typed := range []string{
		"short!A", "Four brown geese", "four brown geese", "FOUR BROWN GEESE", "Fourbrowngeese", "Cinco-ñandúes", "CincoÑandúes",
		"A\u030ab\u030a!c\u030ad", "Vk man\u0303ana", "ǅ ǅ ǅ ǅ ǅ", "Ünder٣٣٣٣٣", "Aa\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600", "ａｂｃｄＥＦＧＨ",
	} {
		tab.Paste("Password", typed)
		var rows []string
		tab.Eval(ruleRows, &rows)
		refused := vault.CheckPassword(typed, nil)
		i := slices.Index(rows, "circle")
		if i < 0 && slices.ContainsFunc(limits.PasswordRules, func(r limits.PasswordRule) bool { return errors.Is(refused, refusals[r.Name]) }) {
			t.Errorf("%q: the browser is content, the server says %v", typed, refused)
		}
		if i >= 0 && !errors.Is(refused, refusals[limits.PasswordRules[i].Name]) {
			t.Errorf("%q: the browser says %s (%s), the server %v", typed, limits.PasswordRules[i].Name, strings.Join(rows, " "), refused)
		}
	}
}
