package web

import (
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/adapters/mail"
	"github.com/casetrail/casetrail/adapters/web/account"
	"github.com/casetrail/casetrail/adapters/web/dev"
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/workflow"
)

var (
	screenID    = regexp.MustCompile(`^[A-Z][0-9]{2}$`)
	screenName  = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	screenState = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	pathParam   = regexp.MustCompile(`\{[^}]*\}`)
)

func TestTheTableOfScreens(t *testing.T) {
	t.Parallel()
	for _, wrong := range tableProblems(slices.Concat(Screens, dev.Screens), os.DirFS("texts")) {
		t.Error(wrong)
	}
}

// tableProblems says what is wrong with a table of screens, whose texts are in files.
func tableProblems(table []frame.Screen, files fs.FS) (wrong []string) {
	ids, names, paths := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range table {
		say := func(what string) { wrong = append(wrong, s.ID+" "+s.Name+": "+what) }
		if !screenID.MatchString(s.ID) || ids[s.ID] {
			say("the id is none, or taken")
		}
		if !screenName.MatchString(s.Name) || names[s.Name] {
			say("the name is none, or taken")
		}
		if !slices.Contains(door.Everyone, s.Who) {
			say("nobody is declared to be let in")
		}
		ids[s.ID], names[s.Name] = true, true
		for address := range addresses(s) {
			if shape := pathParam.ReplaceAllString(address, "{}"); paths[shape] {
				say("the address " + address + " is taken")
			} else {
				paths[shape] = true
			}
		}
		for i, state := range s.States {
			if !screenState.MatchString(state) || slices.Contains(s.States[:i], state) {
				say("the state " + state + " is none, or declared twice")
			}
		}
		for _, l := range texts.Languages {
			if _, err := fs.Stat(files, path.Join(l, s.Name+".toml")); err != nil {
				say("it has no texts of its name: " + err.Error())
			}
		}
	}
	return wrong
}

// addresses are those of a screen, with what may be done there.
func addresses(s frame.Screen) map[string][]string {
	if s.Path == "" {
		return nil
	}
	all := map[string][]string{s.Path: {http.MethodGet}}
	for _, act := range s.Acts {
		to := s.Path
		if act != "" {
			to = strings.TrimSuffix(s.Path, "/") + "/" + act
			all[to] = append(all[to], http.MethodGet) // leads back to the screen
		}
		all[to] = append(all[to], http.MethodPost)
	}
	return all
}

// beside is what is served for everybody and is no screen, with the reason.
var beside = map[string]string{
	"GET /language/{language}": "remembers the language, for pages without a form",
	"GET /sign-up/next":        "leads to the step of a sign-up that is next",
}

// besideDev is what a development server has besides.
var besideDev = map[string]string{
	"GET /dev/tour.json": "the demo, for programs", "GET /dev/mailbox.json": "the mailbox, for programs",
	"GET /dev/mailbox/{id}/body": "the inside of a mail", "GET /dev/mailbox/{id}/letter.pdf": "a letter",
	"GET /dev/screens/{id}": "a sample", "GET /dev/screens/{id}/{state}": "the same",
}

func TestEveryRouteIsOfAScreenThatSaysWhoMayCome(t *testing.T) {
	t.Parallel()
	want := maps.Clone(beside)
	sameRoutes(t, want, Screens, routes(t, &Site{Account: asking}))
	maps.Copy(want, besideDev)
	sameRoutes(t, want, slices.Concat(Screens, dev.Screens), routes(t, &Site{Account: asking, Mailbox: &mail.Mailbox{}}))
	for route := range besideDev {
		if !strings.HasPrefix(route, "GET /dev/") {
			t.Errorf("%s is served on development servers, outside /dev", route)
		}
	}
}

// asking are the screens of an account where reset questions are asked.
var asking = account.Pages{Recovery: workflow.Recovery{Questions: true}}

// Where no reset questions are asked, there is no screen of them, and no sample of one.
func TestNoScreenOfResetQuestionsIsServedWhereNoneAreAsked(t *testing.T) {
	t.Parallel()
	off := slices.DeleteFunc(slices.Clone(Screens), func(s frame.Screen) bool { return strings.Contains(s.Path, "questions") })
	if len(off) != len(Screens)-len(questionScreens) {
		t.Errorf("%d screens are left of %d", len(off), len(Screens))
	}
	sameRoutes(t, maps.Clone(beside), off, routes(t, &Site{}))
	want := maps.Clone(beside)
	maps.Copy(want, besideDev)
	sameRoutes(t, want, slices.Concat(off, dev.Screens), routes(t, &Site{Mailbox: &mail.Mailbox{}}))
}

// sameRoutes holds what is served against what is wanted: what stands in want, and the screens of a table.
func sameRoutes(t *testing.T, want map[string]string, table []frame.Screen, served map[string]bool) {
	t.Helper()
	for _, s := range table {
		for address, methods := range addresses(s) {
			for _, m := range methods {
				want[m+" "+address] = s.ID
			}
		}
	}
	for route := range served {
		if _, ok := want[route]; !ok {
			t.Errorf("%s is served, of no screen of the table: nobody has said who may come there", route)
		}
	}
	for route, of := range want {
		if !served[route] {
			t.Errorf("%s (%s) is not served", route, of)
		}
	}
}

func routes(t *testing.T, s *Site) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := chi.Walk(s.screens().(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		all[method+" "+route] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryStateHasASample(t *testing.T) {
	t.Parallel()
	for _, wrong := range sampleProblems(slices.Concat(Screens, dev.Screens), append(Samples(), dev.Samples()...)) {
		t.Error(wrong)
	}
}

// sampleProblems says where the declared states and the samples are not the same.
func sampleProblems(table []frame.Screen, samples []frame.Sample) (wrong []string) {
	shown := map[[2]string]int{}
	for _, s := range samples {
		shown[[2]string{s.Screen, s.State}]++
	}
	for _, s := range table {
		for _, state := range s.Looks() {
			at := [2]string{s.ID, state}
			switch n := shown[at]; {
			case n == 0:
				wrong = append(wrong, s.ID+" has no sample of its state "+quoted(state))
			case n > 1:
				wrong = append(wrong, s.ID+" has several samples of its state "+quoted(state))
			}
			delete(shown, at)
		}
	}
	for at := range shown {
		wrong = append(wrong, at[0]+" has a sample of "+quoted(at[1])+", which the table does not know")
	}
	return wrong
}

func quoted(state string) string { return `"` + state + `"` }
