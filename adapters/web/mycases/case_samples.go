package mycases

import (
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

const sampleReceipt = casefile.Receipt("IOE0912345678")

// step is something that happened in a made-up case, so many days ago; its number counts the steps.
type step struct {
	ago   int
	event func(number int, on civil.Date) casefile.Event
}

// did is an action. Of the pairs of parameters and values, +12 stands for the day in so many days, -12 for one that was.
func did(ago int, code string, pairs ...string) step {
	return step{ago, func(number int, on civil.Date) casefile.Event {
		params := map[string]string{}
		for i := 0; i+1 < len(pairs); i += 2 {
			params[pairs[i]] = pairs[i+1]
			if days, err := strconv.Atoi(pairs[i+1]); err == nil && strings.ContainsAny(pairs[i+1][:1], "+-") {
				params[pairs[i]] = on.AddDays(ago + days).String()
			}
		}
		return casefile.Recorded{Number: number, Code: code, Occurred: on, Params: params, Office: "NBC"}
	}}
}

func sent(ago int, from, to string) step {
	return step{ago, func(number int, on civil.Date) casefile.Event {
		return casefile.Transferred{Number: number, Code: casefile.CodeTransferred, From: from, To: to, Occurred: on}
	}}
}

func undid(ago, action int) step {
	return step{ago, func(number int, on civil.Date) casefile.Event {
		return casefile.Corrected{Number: number, Action: action, How: casefile.HowVoid, Code: casefile.CodeVoided, Why: "wrong_case", Occurred: on}
	}}
}

// sampleView folds a made-up case as the real ones are folded.
func sampleView(now time.Time, form string, received int, steps ...step) casefile.View {
	at := func(ago int) time.Time { return now.AddDate(0, 0, -ago).Truncate(24 * time.Hour).Add(15 * time.Hour) }
	view := casefile.View{}.Apply(casefile.Received{
		Receipt: sampleReceipt, Form: form, Channel: casefile.ChannelPaper, ReceiptDate: civil.Of(at(received)), Office: "NBC",
	}, at(received))
	for i, s := range steps {
		view = view.Apply(s.event(i+1, civil.Of(at(s.ago))), at(s.ago))
	}
	return view
}

func caseSample(state, tier, form string, received int, steps ...step) frame.Sample {
	return frame.Sample{Screen: "C02", State: state, Path: "/cases/" + string(sampleReceipt), Page: func(v *frame.Visit) frame.Page {
		return casePage(v, newFile(sampleView(v.At, form, received, steps...), tier, v.Agency(), v.At))
	}}
}

func caseSamples() []frame.Sample {
	received, taken, review := did(88, "IAA", "form", "I-90"), did(60, "FNB"), did(20, "FT0")
	asked := []step{received, taken, review, did(12, "IK", "notice", "I-797E", "due", "+75")}
	approved := []step{received, taken, did(30, "FT0"), did(6, "DA")}
	return []frame.Sample{
		caseSample("", access.TierFull, "I-90", 90, received, taken, review),
		caseSample("action_needed", access.TierFull, "I-90", 90, received, did(9, "FNA", "date", "+5", "time", "09:30", "office", "XCH")),
		caseSample("interview", access.TierFull, "N-400", 290, did(280, "FNB"), did(60, "FT0"), did(9, "FJ", "date", "+26", "time", "13:15", "office", "CHI")),
		caseSample("paused", access.TierFull, "I-90", 90, asked...),
		caseSample("transferred", access.TierFull, "I-130", 200, did(195, "IAF", "form", "I-130"), did(90, "FT0"), sent(4, "NBC", "TSC")),
		caseSample("corrected", access.TierFull, "I-90", 90, received, taken, review, did(3, "EA"), undid(2, 4)),
		caseSample("approved", access.TierFull, "I-90", 90, approved...),
		caseSample("card", access.TierFull, "I-90", 90, append(approved, did(2, "LAA"))...),
		caseSample("denied", access.TierFull, "I-539", 150, did(100, "FT0"), did(5, "EA")),
		caseSample("closed", access.TierFull, "I-539", 150, did(100, "FT0"), did(5, "EK")),
		caseSample("reopened", access.TierFull, "I-539", 150, did(100, "FT0"), did(50, "EA"), did(5, "AGA")),
		caseSample("status_only", access.TierStatus, "I-90", 90, received, taken, review),
		caseSample("quiet", access.TierFull, "I-90", 90, received, taken, review, did(1, "FTA0")),
	}
}
