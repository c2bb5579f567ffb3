// Package browsertest drives a real Chromium from Go tests, and checks the
// pages that it shows.
//
//	func TestMain(m *testing.M) { browsertest.Main(m) }
//
//	func TestSignIn(t *testing.T) {
//		t.Parallel()
//		tab := browsertest.Open(t, browsertest.Options{Width: 390, Language: "es"})
//		tab.Go(server.URL + "/sign-in")
//		tab.Check(browsertest.Page...)
//		tab.Type("Correo electrónico", "ana@example.com")
//		tab.Click("Continuar")
//		...
//	}
//
// One browser serves a test binary. It starts with the first tab, and dies with
// the binary, however that ends. A tab has cookies of its own. Tests that look at
// many pages take their tabs from a [Desk], which keeps them. Parallel tests are
// as many as go test runs at once: by default, as there are processors.
//
// Whatever a tab does has a deadline. What fails says what was on the page, and
// leaves a screenshot below .build/screens/failed.
//
// A [Check] looks at the page as it is and answers in plain sentences, so that
// one visit tells everything that is wrong with a page. Checks run in a world
// of their own inside the page: no content security policy hinders them, and
// the page cannot see them.
package browsertest
