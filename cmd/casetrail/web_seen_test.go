package main

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/casetrail/casetrail/adapters/web"
	"github.com/casetrail/casetrail/adapters/web/dev"
)

// look is a screen in a state.
type look struct{ screen, state string }

// seen is every look that a test has met in the real product, with the languages.
var seen struct {
	sync.Mutex
	looks map[look][]string
}

// saw remembers a page; a sample is not the real thing.
func saw(p *page) {
	if strings.HasPrefix(p.path, "/dev/screens/") {
		return
	}
	seen.Lock()
	defer seen.Unlock()
	if seen.looks == nil {
		seen.looks = map[look][]string{}
	}
	at, language := look{p.screen, p.state}, p.Header.Get("Content-Language")
	if !slices.Contains(seen.looks[at], language) {
		seen.looks[at] = append(seen.looks[at], language)
	}
}

// sawAll holds, when all tests of the package have run, the table of screens against what they saw.
func sawAll() error {
	for _, only := range []string{"test.run", "test.skip", "test.list", "test.bench", "test.fuzz"} {
		if flag.Lookup(only).Value.String() != "" {
			return nil
		}
	}
	var wrong []error
	for _, w := range unseen(seen.looks) {
		wrong = append(wrong, errors.New(w))
	}
	return errors.Join(wrong...)
}

// unseen says where the table of screens and what was seen of the product are not the same.
func unseen(looks map[look][]string) (wrong []string) {
	known := map[look]bool{}
	for _, s := range slices.Concat(web.Screens, dev.Screens) {
		for _, state := range s.Looks() {
			at := look{s.ID, state}
			if known[at] = true; len(looks[at]) == 0 {
				wrong = append(wrong, fmt.Sprintf("no test has reached screen %s (%s) in state %q", s.ID, s.Name, state))
			}
		}
	}
	for at, languages := range looks {
		if !known[at] {
			wrong = append(wrong, fmt.Sprintf("screen %s shows a state %q, in %s, which the table does not know", at.screen, at.state, languages))
		}
	}
	slices.Sort(wrong)
	return wrong
}
