package browsertest

import (
	"fmt"
	"net/url"
)

// Console finds the errors and warnings in the console since it last looked.
func Console(tab *Tab) []string {
	tab.t.Helper()
	return tab.heard("the console has", &tab.watch.said)
}

// CSP finds what a content security policy refused since it last looked.
func CSP(tab *Tab) []string {
	tab.t.Helper()
	return tab.heard("the content security policy", &tab.watch.refused)
}

func (tab *Tab) heard(what string, list *[]string) []string {
	tab.t.Helper()
	step(tab, "catch up", tab.catchUp())
	var found []string
	for _, text := range tab.watch.drain(list) {
		found = append(found, fmt.Sprintf("%s: %s", what, text))
	}
	return found
}

// NoExternal finds requests, since it last looked, to anywhere but where the
// page came from.
func NoExternal(tab *Tab) []string {
	tab.t.Helper()
	home, err := url.Parse(tab.URL())
	if err != nil {
		tab.failf("%v", err)
	}
	step(tab, "catch up", tab.catchUp())
	var found []string
	for _, address := range tab.watch.drain(&tab.watch.requested) {
		at, err := url.Parse(address)
		if err != nil || at.Host != "" && (at.Host != home.Host || at.Scheme != home.Scheme) {
			found = append(found, "the page asks another server: "+address)
		}
	}
	return found
}
