package casefile

import "slices"

// The steps of a case's way, in the order in which cases take them.
const (
	StepReceived   = "received"
	StepBiometrics = "biometrics"
	StepReview     = "review"
	StepInterview  = "interview"
	StepDecision   = "decision"
	StepOath       = "oath"     // no code tells it: a document that was mailed is the sign that it was taken
	StepCard       = "card"     // made and mailed
	StepDocument   = "document" // mailed
	StepSentOn     = "sent_on"  // to the Department of State; no code tells it
)

// Steps is every step, in that order.
var Steps = []string{
	StepReceived, StepBiometrics, StepReview, StepInterview, StepDecision, StepOath, StepCard, StepDocument, StepSentOn,
}

// ways are the steps that cases of a form usually take. A case may skip one, and may take one that is not here. Of a form
// that is not here nothing is foretold.
var ways = map[string][]string{
	"AR-11":  {StepReceived},
	"G-28":   {StepReceived},
	"I-129":  {StepReceived, StepReview, StepDecision},
	"I-130":  {StepReceived, StepReview, StepDecision, StepSentOn},
	"I-131":  {StepReceived, StepReview, StepDecision, StepDocument},
	"I-140":  {StepReceived, StepReview, StepDecision},
	"I-485":  {StepReceived, StepBiometrics, StepReview, StepInterview, StepDecision, StepCard},
	"I-539":  {StepReceived, StepReview, StepDecision},
	"I-589":  {StepReceived, StepBiometrics, StepReview, StepInterview, StepDecision},
	"I-601A": {StepReceived, StepBiometrics, StepReview, StepDecision},
	"I-751":  {StepReceived, StepBiometrics, StepReview, StepDecision, StepCard},
	"I-765":  {StepReceived, StepBiometrics, StepReview, StepDecision, StepCard},
	"I-821":  {StepReceived, StepBiometrics, StepReview, StepDecision},
	"I-821D": {StepReceived, StepBiometrics, StepReview, StepDecision},
	"I-90":   {StepReceived, StepBiometrics, StepReview, StepDecision, StepCard},
	"I-907":  {StepReceived, StepReview, StepDecision},
	"I-912":  {StepReceived, StepReview, StepDecision},
	"N-336":  {StepReceived, StepReview, StepInterview, StepDecision},
	"N-400":  {StepReceived, StepBiometrics, StepReview, StepInterview, StepDecision, StepOath},
	"N-470":  {StepReceived, StepReview, StepDecision},
	"N-565":  {StepReceived, StepReview, StepDecision, StepDocument},
	"N-600":  {StepReceived, StepReview, StepInterview, StepDecision, StepDocument},
	"N-600K": {StepReceived, StepReview, StepInterview, StepDecision, StepOath},
}

// stepOf is the step that a code belongs to; empty for one that happens wherever the case is.
func stepOf(c Code, form string) string {
	switch c.Stage {
	case "biometrics", "interview", "decision":
		return c.Stage
	case "review", "evidence", "intent":
		return StepReview
	case "card":
		if c.Code != "MEA" {
			return StepCard
		}
		return mailed(ways[form])
	}
	return ""
}

// mailed is the step that a document ends: the certificate comes after the oath, the card is a document.
func mailed(way []string) string {
	for _, step := range []string{StepOath, StepCard} {
		if slices.Contains(way, step) {
			return step
		}
	}
	return StepDocument
}

// ending are the codes with which a step is done. A decision always is.
var ending = []string{CodeReceived, "FNB", "MA70", "XBIOREUSE", "XINTDONE", "LEA", "XDELIVERED", "MEA"}
