package browsertest

import (
	"cmp"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Options say whose browser this is.
type Options struct {
	// Width and Height of the window in CSS pixels; 1280 by 900 unless told.
	Width, Height int64
	// Language is what the browser asks for, such as "es"; "en" unless told.
	Language string
	// NoScript switches the scripts of pages off.
	NoScript bool
	// ForcedColors is a high-contrast mode, in which the browser picks the colors.
	ForcedColors bool
	// ReducedMotion is a person whom movement on the screen makes ill.
	ReducedMotion bool
	// Print shows pages as they will be printed.
	Print bool
}

func (o Options) whole() Options {
	o.Width, o.Height = cmp.Or(o.Width, 1280), cmp.Or(o.Height, 900)
	o.Language = cmp.Or(o.Language, "en")
	return o
}

// prepare makes the tab the one that its options describe.
func (tab *Tab) prepare() []chromedp.Action[chromedp.Void] {
	o := tab.options
	return []chromedp.Action[chromedp.Void]{
		// What a driver by mirrored nodes needs; this one asks the page, and
		// is a good deal faster without.
		send(css.Disable, cdp.Empty{}),
		send(dom.Disable, cdp.Empty{}),
		send(audits.Enable, cdp.Empty{}),
		bring(source()),
		// Several tabs, each as if it were the one in front.
		send(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		send(emulation.SetDeviceMetricsOverride, metrics(o.Width, o.Height)),
		send(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: o.NoScript}),
		send(emulation.SetEmulatedMedia, o.media()),
		send(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{
			"Accept-Language": o.Language,
		}}),
	}
}

func (o Options) media() emulation.SetEmulatedMediaParams {
	params := emulation.SetEmulatedMediaParams{}
	if o.Print {
		params.Media = "print"
	}
	if o.ForcedColors {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	if o.ReducedMotion {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
	}
	return params
}

func metrics(width, height int64) emulation.SetDeviceMetricsOverrideParams {
	return emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}
}
