package web_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/casetrail/casetrail/adapters/web/browsertest"
	"github.com/casetrail/casetrail/adapters/web/frame"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// allEnv set to "all" looks at every state in each language at each width, and with the colors of a high-contrast mode.
const allEnv = "CASETRAIL_SCREENS"

// pictures is where they are written, below the root of the module, which is two folders up.
var pictures = filepath.Join("..", "..", browsertest.Screens)

// manner is how a page is looked at.
type manner struct {
	name string
	browsertest.Options
}

var (
	narrow = browsertest.Options{Width: 390, Height: 844}
	wide   = browsertest.Options{Width: 1280}
)

// manners are those of this run.
func manners() []manner {
	in := func(language string, o browsertest.Options, forced bool) manner {
		o.Language, o.ForcedColors = language, forced
		name := fmt.Sprintf("%s-%d", language, o.Width)
		if forced {
			name += "-forced"
		}
		return manner{name, o}
	}
	all := []manner{in("en", narrow, false), in("es", wide, false)}
	if os.Getenv(allEnv) == "all" {
		all = append(all, in("es", narrow, false), in("en", wide, false), in("en", narrow, true), in("es", wide, true))
	}
	return all
}

// Every state of every screen, in a browser: nothing is wrong with it that can be found by looking, and a picture of it is
// kept.
func TestScreens(t *testing.T) {
	t.Parallel()
	t.Run("each", func(t *testing.T) {
		for _, m := range manners() {
			titles, desk := &browsertest.Titles{}, &browsertest.Desk{Options: m.Options}
			for screen, states := range byScreen() {
				t.Run(screen+"/"+m.name, func(t *testing.T) {
					t.Parallel()
					tab := desk.Tab(t)
					for _, s := range states {
						t.Run(cmp.Or(s.State, "plain"), func(t *testing.T) {
							tab := tab.For(t)
							tab.Go(sampleURL(t, s))
							tab.Screenshot(picture(m.name, s))
							tab.Check(append(browsertest.Page, titles.Unique(s.Screen))...)
						})
					}
				})
			}
		}
	})
	t.Run("sheets", func(t *testing.T) { sheets(t) })
}

func byScreen() map[string][]frame.Sample {
	all := map[string][]frame.Sample{}
	for _, s := range samples() {
		all[s.Screen] = append(all[s.Screen], s)
	}
	return all
}

func picture(manner string, s frame.Sample) string {
	return filepath.Join(pictures, manner, s.Screen+"-"+cmp.Or(s.State, "plain")+".png")
}
