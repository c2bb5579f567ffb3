package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/emulation"
)

// AxeEnv is the path of axe-core, where it is not installed with the assets.
const AxeEnv = "CASETRAIL_AXE"

// axeSource is axe-core, from where the assets install it.
var axeSource = sync.OnceValues(func() (string, error) {
	path := os.Getenv(AxeEnv)
	if path == "" {
		root, err := moduleRoot()
		if err != nil {
			return "", err
		}
		path = filepath.Join(root, "adapters/web/assets/npm/axe.min.js")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("axe-core is not here: run make, which installs it, or set %s to the path of axe.min.js: %w", AxeEnv, err)
	}
	return string(text), nil
})

// axeRules are those of WCAG 2.0 to 2.2, levels A and AA, and axe's best
// practice. None is waived.
var axeRules = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// Axe finds what axe-core does.
func Axe(tab *Tab) []string {
	tab.t.Helper()
	script, err := axeSource()
	if err != nil {
		tab.t.Fatal(err)
	}
	if !tab.world.axe {
		step(tab, "bring axe", bring(script))
		tab.world.axe = true
	}
	// Axe waits for timers, which run only where scripts do. The scripts of a
	// page that came without stay asleep.
	tab.scripts(true)
	defer tab.scripts(!tab.options.NoScript)
	return ask[[]string](tab, "axe", axeRules)
}

func (tab *Tab) scripts(on bool) {
	tab.t.Helper()
	if !tab.options.NoScript {
		return
	}
	step(tab, "switch scripts", send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}))
}
