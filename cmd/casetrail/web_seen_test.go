package main

import (
	"strings"
	"sync"
)

// look is a screen in a state and a language.
type look struct{ screen, state, language string }

// seen is every look that a test has met in the real product.
var seen struct {
	sync.Mutex
	looks map[look]bool
}

// saw remembers a page; a sample is not the real thing.
func saw(p *page) {
	if strings.HasPrefix(p.path, "/dev/screens/") {
		return
	}
	seen.Lock()
	defer seen.Unlock()
	if seen.looks == nil {
		seen.looks = map[look]bool{}
	}
	seen.looks[look{p.screen, p.state, p.Header.Get("Content-Language")}] = true
}
