package office

import (
	"context"
	"strconv"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/projections/deliveries"
)

var (
	_ = texts.Family("word.stage.", casefile.Stages...)
	_ = texts.Family("word.channel.", casefile.ChannelPaper, casefile.ChannelOnline, "mail", "letter", "text")
	_ = texts.Family("word.corrected.", casefile.Canceled, casefile.Voided)
	_ = texts.Family("word.tier.", access.TierFull, access.TierStatus)
	_ = texts.Family("word.code_state.", "unused", access.Used, access.Replaced, access.Expired, access.Voided)
	_ = texts.Family("word.how.", casefile.HowVoid, casefile.HowCancel)
	_ = texts.Family("receive.role_means.", casefile.Roles...)
	_ = texts.Family("word.role.", "applicant", "petitioner", "requestor", "representative", "staff")
	_ = texts.Family("word.delivery.", deliveries.Requested, deliveries.Sent, deliveries.Delivered, deliveries.Failed, deliveries.Bounced, deliveries.InDoubt, deliveries.GivenUp)
)

// officeName is what an office is called; its code when it has no other name.
func officeName(ctx context.Context, code string) string {
	if o, ok := casefile.FindOffice(code); ok {
		return o.Name.In(texts.Language(ctx))
	}
	return code
}

func formName(ctx context.Context, number string) string {
	f, _ := casefile.FindForm(number)
	return number + " " + f.Title.In(texts.Language(ctx))
}

func stageOf(code string) string {
	c, _ := casefile.FindCode(code)
	return c.Stage
}

// stageKinds are what a stage means to the staff: amber where the agency waits for the person.
var stageKinds = map[string]parts.Kind{
	"intake": parts.Note, "biometrics": parts.Progress, "review": parts.Progress, "evidence": parts.Action, "intent": parts.Action,
	"interview": parts.Progress, "transfer": parts.Note, "decision": parts.Good, "after": parts.Note, "card": parts.Good,
	"edit": parts.Neutral, "correction": parts.Neutral,
}

func stageTag(ctx context.Context, stage string) parts.Tag {
	return parts.Tag{Kind: stageKinds[stage], Text: texts.T(ctx, "word.stage."+stage)}
}

var deliveryKinds = map[string]parts.Kind{
	deliveries.Requested: parts.Neutral, deliveries.Sent: parts.Good, deliveries.Delivered: parts.Good, deliveries.Failed: parts.Progress,
	deliveries.Bounced: parts.Bad, deliveries.InDoubt: parts.Action, deliveries.GivenUp: parts.Bad,
}

func deliveryTag(ctx context.Context, state string) parts.Tag {
	return parts.Tag{Kind: deliveryKinds[state], Text: texts.T(ctx, "word.delivery."+state)}
}

func officeOptions(ctx context.Context) []parts.Option {
	var all []parts.Option
	for _, o := range casefile.Offices {
		all = append(all, parts.Option{Value: o.Code, Text: o.Name.In(texts.Language(ctx)) + " (" + o.Code + ")"})
	}
	return all
}

func formOptions(ctx context.Context) []parts.Option {
	var all []parts.Option
	for _, f := range casefile.Forms {
		all = append(all, parts.Option{Value: f.Number, Text: formName(ctx, f.Number)})
	}
	return all
}

func stageOptions(ctx context.Context) []parts.Option {
	var all []parts.Option
	for _, s := range casefile.Stages {
		all = append(all, parts.Option{Value: s, Text: texts.T(ctx, "word.stage."+s)})
	}
	return all
}

// idleOptions are for how long nothing has happened.
func idleOptions(ctx context.Context) []parts.Option {
	all := []parts.Option{{Value: "0", Text: texts.T(ctx, "work.any_time")}}
	for _, days := range []int{30, 60, 90, 180} {
		all = append(all, parts.Option{Value: strconv.Itoa(days), Text: texts.T(ctx, "work.days", "Count", days)})
	}
	return all
}

// anyOf are choices of which none need be made.
func anyOf(ctx context.Context, options []parts.Option) []parts.Option {
	return append([]parts.Option{{Value: anything, Text: texts.T(ctx, "work.any")}}, options...)
}

func noticeOptions(ctx context.Context) []parts.Option {
	var all []parts.Option
	for _, n := range casefile.Notices {
		all = append(all, parts.Option{Value: n.Number, Text: n.Number + " " + n.Title.In(texts.Language(ctx))})
	}
	return all
}

func reasonOptions(ctx context.Context) []parts.Option {
	var all []parts.Option
	for _, why := range casefile.Reasons {
		all = append(all, parts.Option{Value: why, Text: texts.T(ctx, "word.correction_why."+why)})
	}
	return all
}

func roleOptions(ctx context.Context) (all []parts.Option) {
	for _, r := range casefile.Roles {
		all = append(all, parts.Option{Value: r, Text: texts.T(ctx, "word.role."+r), Hint: texts.T(ctx, "receive.role_means."+r)})
	}
	return all
}

func languageOptions(ctx context.Context) (all []parts.Option) {
	for _, l := range texts.Languages {
		all = append(all, parts.Option{Value: l, Text: texts.T(ctx, "word.languages."+l)})
	}
	return all
}
