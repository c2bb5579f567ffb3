// Package hold keeps modules in go.mod until their first importer stands.
package hold

import (
	_ "github.com/BurntSushi/toml"
	_ "github.com/boombuler/barcode"
	_ "github.com/chromedp/chromedp"
	_ "github.com/nicksnyder/go-i18n/v2/i18n"
	_ "github.com/yuin/goldmark"
)
