package parts

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/texts"
)

// Shell is all of a page round its content, so that every page has the same things in the same places.
type Shell struct {
	Title         string // begins as the page's h1 does
	Invalid       bool   // a form of the page has problems: the title says so first
	Screen, State string // for tests and for those who tell us of a fault
	Banner        string // what the site is, and is not
	Desk          bool   // for staff: it says so, and leaves tables room
	Home          string // where the name in the header leads
	Menu          []Link
	Languages     []Language
	Account       *Account // who is signed in; nil: nobody
	Session       *Session // how long they stay so; nil: they are not
	Back          *Link    // one of these two, or neither
	Crumbs        []Link
	Notices       []Notice
	Help          Help
	Footer        []Link
	Body          templ.Component // begins with the page's one h1
}

// Language is the page in another language. The page's own form is sent along, so that what was typed stays.
type Language struct {
	Code     string
	Href     string // of the page in that language
	WithForm bool   // the page has a form: its MainForm is sent to Href instead, with _language
}

// Account is who is signed in.
type Account struct {
	Name    string // as they know themselves: an email address, a name
	Links   []Link
	SignOut string // where signing out is sent
	Token   string
}

// Session is how long somebody stays signed in if they do nothing.
type Session struct {
	Left   int    // seconds
	Extend string // where staying is sent
	Ended  string // the page that says that it is over
	Out    string // the page that says that somebody has signed out
}

// Help is the same on every page, in the same place: the last thing before the footer.
type Help struct {
	Text  string
	Links []Link
}

// htmxConfig keeps htmx within a policy that allows nothing inline, keeps pages out of the browser's storage, and shows
// a form again when it was refused.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,` +
	`"historyCacheSize":0,"refreshOnHistoryMiss":true,"responseHandling":[{"code":"204","swap":false},` +
	`{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}`

func (s Shell) title(ctx context.Context) string {
	title := s.Title + " | " + texts.T(ctx, "word.site")
	if s.Invalid {
		return texts.T(ctx, "word.error_prefix") + " " + title
	}
	return title
}

func (s Shell) signOut() Account {
	if s.Account == nil {
		return Account{}
	}
	return *s.Account
}

var _ = texts.Family("word.languages.", texts.Languages...)

// endsIn says how soon the session ends, if nothing is done.
func endsIn(ctx context.Context, left time.Duration) string {
	return texts.T(ctx, "word.session_soon", "Time", texts.Duration(ctx, left))
}

// languageName is a language's name in itself: who looks for it may read no other.
func languageName(code string) string {
	return texts.T(context.Background(), "word.languages."+code)
}
