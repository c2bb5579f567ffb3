package casefile

import (
	"maps"
	"slices"
	"time"

	"github.com/casetrail/casetrail/domain/civil"
)

// The kinds of asks.
const (
	AskEvidence   = "evidence"   // the agency waits for evidence
	AskIntent     = "intent"     // it means to decide against the person, and waits for an answer
	AskBiometrics = "biometrics" // it waits for the person to come
	AskInterview  = "interview"
)

// Ask is something that the agency waits for from the person whose case it is.
type Ask struct {
	Kind   string
	Number int        // of the entry that told it last
	Since  civil.Date // on which it was first asked
	On     civil.Date // the due date or the day of the appointment; zero when the record does not tell it
	Time   string     // of the appointment, HH:MM in the zone of its office
	Office string     // of the appointment
}

// asking are the codes that ask for something.
var asking = map[string]string{
	"FBA": AskEvidence, "FBB": AskEvidence, "FBC": AskEvidence, "IK": AskEvidence, "IKE": AskEvidence, "IKF": AskEvidence,
	"II": AskIntent, "IV": AskIntent, "IU": AskIntent,
	"FNA": AskBiometrics,
	"FJ":  AskInterview, "FM": AskInterview,
}

// settling are the codes after which something is not asked any more. Whoever missed an appointment cannot go to it either.
// Every code that ends or reopens the case settles all.
var settling = map[string][]string{
	"HA":  {AskEvidence, AskIntent},
	"FNB": {AskBiometrics}, "MA70": {AskBiometrics}, "XBIOREUSE": {AskBiometrics}, "XBIONOSHOW": {AskBiometrics},
	"FKB": {AskInterview}, "FL": {AskInterview}, "XINTDONE": {AskInterview},
}

// settles says whether a code leaves nothing of a kind to be asked.
func settles(c Code, kind string) bool {
	return c.Final || c.Stage == "decision" || c.Stage == "after" || slices.Contains(settling[c.Code], kind)
}

// AskCodes are the codes that decide what is asked: to know it, no other entries of a history are needed.
var AskCodes = askCodes()

func askCodes() []string {
	codes := slices.Concat(slices.Collect(maps.Keys(asking)), slices.Collect(maps.Keys(settling)))
	for _, c := range Codes {
		if settles(c, "") {
			codes = append(codes, c.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Asks is what a history, newest first, still asks for: what falls due first comes first, what has no date last. An
// appointment is asked for until its day is over at its office; a due date that has passed is still told.
func Asks(history []Entry, now time.Time) []Ask {
	var open []Ask
	for _, e := range slices.Backward(history) {
		if !e.counts() {
			continue
		}
		c, _ := FindCode(e.Code)
		open = slices.DeleteFunc(open, func(a Ask) bool { return settles(c, a.Kind) })
		if kind, asks := asking[e.Code]; asks {
			open = ask(open, e, kind)
		}
	}
	open = slices.DeleteFunc(open, func(a Ask) bool { return a.over(now) })
	slices.SortStableFunc(open, Ask.Compare)
	return open
}

// ask adds what an entry asks. Asked again, it is the same thing, of another day.
func ask(open []Ask, e Entry, kind string) []Ask {
	i := slices.IndexFunc(open, func(a Ask) bool { return a.Kind == kind })
	if i < 0 {
		i, open = len(open), append(open, Ask{Kind: kind, Since: e.Occurred})
	}
	a := &open[i]
	a.Number = e.Number
	for _, name := range []string{"due", "date"} {
		if day, err := civil.Parse(e.Params[name]); err == nil {
			a.On = day
		}
	}
	a.Time, a.Office = e.Params["time"], e.Params["office"]
	return open
}

// over says that the day of an appointment is past where it was.
func (a Ask) over(now time.Time) bool {
	office, known := FindOffice(a.Office)
	if !known {
		return false
	}
	zone, err := time.LoadLocation(office.Zone)
	return err == nil && a.On.Before(civil.Of(now.In(zone)))
}

// Compare puts what falls due first before the rest, and what has no date last.
func (a Ask) Compare(b Ask) int {
	switch {
	case a.On == b.On:
		return 0
	case b.On.IsZero(), !a.On.IsZero() && a.On.Before(b.On):
		return -1
	}
	return 1
}
