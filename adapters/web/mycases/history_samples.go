package mycases

import (
	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/access"
)

func historySample(state, stage string, steps ...step) frame.Sample {
	return frame.Sample{Screen: "C03", State: state, Path: "/cases/" + string(sampleReceipt) + "/history", Page: func(v *frame.Visit) frame.Page {
		return historyPage(v, newFile(sampleView(v.At, "I-90", 400, steps...), access.TierFull, v.Agency(), v.At), stage)
	}}
}

func historySamples() []frame.Sample {
	steps := []step{
		did(398, "IAA", "form", "I-90"), did(380, "FNA", "date", "-360", "time", "09:30", "office", "XCH"), did(360, "FNB"),
		sent(200, "NBC", "TSC"), did(90, "FT0"), did(60, "IK", "notice", "I-797E", "due", "+24"), did(20, "HA"),
	}
	return []frame.Sample{
		historySample("", "", steps...),
		historySample("corrected", "", append(steps, did(3, "EA"), undid(2, 8))...),
		historySample("filtered", "evidence", steps...),
		historySample("filtered_empty", "card", steps...),
	}
}
