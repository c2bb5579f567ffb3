package browsertest

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed js/*.js
var scripts embed.FS

// source is every script of the harness in one; find.js makes what the others
// add to.
var source = sync.OnceValue(func() string {
	var all strings.Builder
	for _, name := range []string{"find", "axe", "focus", "reflow", "structure", "targets"} {
		text, err := scripts.ReadFile("js/" + name + ".js")
		if err != nil {
			panic(err) // they are part of the program
		}
		all.Write(text)
	}
	return all.String()
})

// world is where the scripts of the harness live in the page that is shown: it
// sees the document and nothing of the scripts of the page, nor they of it. A
// content security policy of the page does not bind it.
type world struct {
	loader  cdp.LoaderID
	context runtime.ExecutionContextID
	axe     bool // every page brings it
}

// worldName makes the worlds of all pages of a tab one, to those who bring scripts.
const worldName = "browsertest"

// bring gives a script to the world in the page that is shown, and in each that
// comes: the browser reads a script once, however many pages there are.
func bring(script string) chromedp.Action[chromedp.Void] {
	return send(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: script, WorldName: worldName, RunImmediately: new(true),
	})
}

// enter answers the world in the page that is shown, made when first asked for.
func (tab *Tab) enter(ctx context.Context, target *chromedp.Target) (runtime.ExecutionContextID, error) {
	frame, loader := tab.watch.shown()
	if tab.world.context != 0 && tab.world.loader == loader {
		return tab.world.context, nil
	}
	made, err := call(page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: worldName})(ctx, target)
	if err != nil {
		return 0, err
	}
	tab.world.loader, tab.world.context = loader, made.ExecutionContextID
	return tab.world.context, nil
}

// evaluate runs a script in a world and reads what it answers into result.
func evaluate(ctx context.Context, target *chromedp.Target, in runtime.ExecutionContextID, script string, result any) error {
	params := runtime.EvaluateParams{Expression: script, ContextID: in, ReturnByValue: new(true), AwaitPromise: new(true)}
	answer, err := call(runtime.Evaluate, params)(ctx, target)
	if err != nil {
		return err
	}
	if answer.ExceptionDetails != nil {
		return errors.New(thrown(answer.ExceptionDetails))
	}
	return json.Unmarshal(answer.Result.Value, result)
}

// function is an action that calls one of the functions of the harness in the
// page.
func function[T any](tab *Tab, name string, args ...any) chromedp.Action[T] {
	return func(ctx context.Context, target *chromedp.Target) (T, error) {
		var answer T
		in, err := tab.enter(ctx, target)
		if err != nil {
			return answer, err
		}
		list, err := json.Marshal(append([]any{}, args...))
		if err != nil {
			return answer, err
		}
		err = evaluate(ctx, target, in, fmt.Sprintf("browsertest.%s(...%s)", name, list), &answer)
		if err != nil {
			tab.world.context = 0 // it may have gone with its page
		}
		return answer, err
	}
}

// ask calls a function of the harness in the page.
func ask[T any](tab *Tab, name string, args ...any) T {
	tab.t.Helper()
	return step(tab, name, function[T](tab, name, args...))
}

var markers atomic.Int64

// catchUp waits until all that the page did so far has been heard.
func (tab *Tab) catchUp() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		text := fmt.Sprint(marker, markers.Add(1))
		heard := make(chan struct{})
		tab.watch.mu.Lock()
		tab.watch.markers[text] = heard
		tab.watch.mu.Unlock()
		if _, err := function[bool](tab, "mark", text)(ctx, target); err != nil {
			return err
		}
		select {
		case <-heard:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}
