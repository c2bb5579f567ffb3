package casefile

import (
	"slices"

	"github.com/casetrail/casetrail/domain/civil"
)

// instants are the detours without a length.
var instants = map[string]string{
	"XBIONOSHOW": DetourMissed, "FL": DetourMissed, "FKB": DetourCanceled, "LFA": DetourReturned,
	"BA": DetourTransfer, CodeTransferred: DetourTransfer, "BC": DetourTransfer,
}

// detour begins and ends detours. They belong to the step where the case is.
func (w *walk) detour(c Code, e Entry) {
	w.close(c, e)
	kind, instant := instants[e.Code]
	asked := asking[e.Code]
	switch {
	case instant:
		w.happened(Detour{Kind: kind, Number: e.Number, Since: e.Occurred, Office: moved(e)})
	case asked == AskEvidence, asked == AskIntent:
		w.open(asked, e)
	case e.Code == "FS":
		w.open(DetourHold, e)
	}
}

// close ends what the code settles: what is asked, as Asks sees it; a hold, when it is lifted or the case is decided.
func (w *walk) close(c Code, e Entry) {
	for i := range w.steps {
		for j := range w.steps[i].Detours {
			d := &w.steps[i].Detours[j]
			if d.Open && (settles(c, d.Kind) || d.Kind == DetourHold && c.Code == "FR") {
				d.Open, d.Until = false, e.Occurred
			}
		}
	}
}

// happened adds a detour that has no length. One move is told by several codes.
func (w *walk) happened(d Detour) {
	m := w.milestone(w.at)
	moved := func(x Detour) bool { return x.Kind == DetourTransfer && x.Office == d.Office }
	if n := len(m.Detours); d.Kind == DetourTransfer && n > 0 && moved(m.Detours[n-1]) {
		return
	}
	m.Detours = append(m.Detours, d)
}

// open begins a detour, unless it is open: then it may have another due date.
func (w *walk) open(kind string, e Entry) {
	due, _ := civil.Parse(e.Params["due"])
	for i := range w.steps {
		for j := range w.steps[i].Detours {
			if d := &w.steps[i].Detours[j]; d.Open && d.Kind == kind {
				if !due.IsZero() {
					d.Due = due
				}
				return
			}
		}
	}
	m := w.milestone(w.at)
	m.Detours = append(m.Detours, Detour{Kind: kind, Number: e.Number, Since: e.Occurred, Open: true, Due: due})
}

// moved is where a transfer went.
func moved(e Entry) string {
	if e.Code == CodeTransferred {
		return e.Params["to"]
	}
	if slices.Contains([]string{"BA", "BC"}, e.Code) {
		return e.Params["office"]
	}
	return ""
}
