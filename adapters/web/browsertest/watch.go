package browsertest

import (
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// watch hears everything that the browser tells of a tab, in its order, from
// before the first page.
type watch struct {
	mu        sync.Mutex
	frame     cdp.FrameID // the page itself, not a frame inside it
	loader    cdp.LoaderID
	document  network.RequestID // of the page that is shown
	status    int64
	loading   bool
	inFlight  map[network.RequestID]bool
	documents map[string]bool // addresses that the tab went to
	requested []string        // every address asked for
	said      []string        // errors and warnings of the console
	refused   []string        // what a content security policy refused
	markers   map[string]chan struct{}
}

func newWatch() *watch {
	return &watch{
		inFlight:  map[network.RequestID]bool{},
		documents: map[string]bool{},
		markers:   map[string]chan struct{}{},
	}
}

// hear runs on the goroutine that reads what the browser says.
func (w *watch) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" {
			w.frame, w.loader = e.Frame.ID, e.Frame.LoaderID
		}
	case *page.EventFrameRequestedNavigation:
		w.loads(e.FrameID, true)
	case *page.EventFrameStartedLoading:
		w.loads(e.FrameID, true)
	case *page.EventFrameStoppedLoading:
		w.loads(e.FrameID, false)
	case *network.EventRequestWillBeSent:
		w.asks(e)
	case *network.EventResponseReceived:
		if e.Type == network.ResourceTypeDocument && e.FrameID == w.frame {
			w.document, w.status = e.RequestID, e.Response.Status
		}
	case *network.EventLoadingFinished:
		delete(w.inFlight, e.RequestID)
	case *network.EventLoadingFailed:
		delete(w.inFlight, e.RequestID)
	case *runtime.EventConsoleAPICalled:
		w.called(e)
	case *runtime.EventExceptionThrown:
		w.said = append(w.said, "exception: "+thrown(e.ExceptionDetails))
	case *log.EventEntryAdded:
		w.logged(e.Entry)
	case *audits.EventIssueAdded:
		if d := e.Issue.Details.ContentSecurityPolicyIssueDetails; d != nil {
			w.refused = append(w.refused, refusal(d))
		}
	}
}

func (w *watch) loads(frame cdp.FrameID, loading bool) {
	if frame == w.frame {
		w.loading = loading
	}
}

func (w *watch) asks(e *network.EventRequestWillBeSent) {
	w.requested = append(w.requested, e.Request.URL)
	switch {
	case e.Type == network.ResourceTypeDocument:
		w.documents[e.Request.URL] = true
	case e.Type != network.ResourceTypeEventSource && e.Type != network.ResourceTypeWebSocket:
		w.inFlight[e.RequestID] = true
	}
}

// marker is what the harness itself writes into the console, to know that all
// that came before has been heard.
const marker = "browsertest:"

func (w *watch) called(e *runtime.EventConsoleAPICalled) {
	text := arguments(e.Args)
	switch {
	case strings.HasPrefix(text, marker):
		if heard := w.markers[text]; heard != nil {
			close(heard)
			delete(w.markers, text)
		}
	case e.Type == runtime.ConsoleAPICalledTypeError, e.Type == runtime.ConsoleAPICalledTypeWarning, e.Type == runtime.ConsoleAPICalledTypeAssert:
		w.said = append(w.said, string(e.Type)+": "+text)
	}
}

// logged takes what the browser itself has to complain about. That a page
// answered with a status such as 404 or 422 is no complaint about it.
func (w *watch) logged(entry *log.Entry) {
	answer := entry.Source == log.EntrySourceNetwork && w.documents[entry.URL]
	if answer || entry.Level != log.EntryLevelError && entry.Level != log.EntryLevelWarning {
		return
	}
	w.said = append(w.said, strings.TrimSpace(string(entry.Level)+": "+entry.Text+" "+entry.URL))
}

// settled answers whether nothing loads and nothing is on its way.
func (w *watch) settled() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.loading && len(w.inFlight) == 0
}

// shown is the page that is shown.
func (w *watch) shown() (frame cdp.FrameID, loader cdp.LoaderID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.frame, w.loader
}

// drain empties one of the lists of the watch.
func (w *watch) drain(list *[]string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := *list
	*list = nil
	return found
}
