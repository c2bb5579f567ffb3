// Package hold keeps modules in go.mod until their first importer stands.
package hold

import (
	_ "github.com/chromedp/chromedp"
)
