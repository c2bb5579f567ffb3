package mycases

import (
	"net/url"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/workflow"
)

func samplePath(last string) string { return caseAddress(sampleReceipt) + "/" + last }

// sampleProof is what somebody typed.
var sampleProof = url.Values{
	receiptField: {"ioe 0912345678"}, "birth_date_month": {"7"}, "birth_date_day": {"31"}, "birth_date_year": {"1980"},
	hasCodeField: {"no"}, codeField: {"7KQ2-M9XD-4TRW"},
}

var sampleDisputed = access.ErrCodeDisputed.With("by", access.KindRepresentative).With("on", "2026-05-03").With("reported", "2026-05-09")

var sampleUsed = access.ErrCodeUsed.With("by", access.KindRepresentative).With("on", "2026-05-03")

func addSamples() []frame.Sample {
	all := []frame.Sample{
		{Screen: "H02", Page: addCasePage},
		{Screen: "H02", State: "already", Typed: sampleProof, Page: func(v *frame.Visit) frame.Page { return alreadyPage(v, sampleReceipt, access.TierStatus) }},
		{Screen: "H03", Page: accessCodePage, Typed: sampleProof},
		{Screen: "H05", Page: newCodePage},
		{Screen: "H12", Page: func(v *frame.Visit) frame.Page { return disputePage(v, sampleProof.Get(receiptField)) }, Typed: sampleProof},
		{Screen: "H13", Page: disputedPage},
	}
	upgrade := func(v *frame.Visit) frame.Page { return upgradePage(v, sampleReceipt, access.TierStatus) }
	for _, err := range []error{
		casefile.ErrReceiptMissing, casefile.ErrIsAccessCode, workflow.ErrBirthDate, errAnswerMissing, errNoCodeForThis, access.ErrNoMatch, workflow.ErrWait.After(9 * time.Hour),
	} {
		all = append(all, failed("H02", "", addCasePage, err))
	}
	for _, err := range []error{
		errCodeMissing, casefile.ErrReceiptTooShort, access.ErrNoMatch, sampleUsed, access.ErrCodeExpired, access.ErrCodeReplaced, access.ErrCodeVoided,
		sampleDisputed, workflow.ErrWait.After(9 * time.Hour),
	} {
		all = append(all, failed("H03", "", accessCodePage, err))
	}
	for _, err := range []error{errCodeMissing, access.ErrNoMatch, sampleUsed, sampleDisputed, access.ErrCodeExpired} {
		all = append(all, failed("H10", samplePath("upgrade"), upgrade, err))
	}
	dispute := func(v *frame.Visit) frame.Page { return disputePage(v, v.Value(receiptField)) }
	for _, err := range []error{
		errCodeMissing, access.ErrNoMatch, sampleDisputed, access.ErrCodeUnused, access.ErrDisputeOwn, access.ErrDisputeLimit, workflow.ErrWait.After(9 * time.Hour),
	} {
		all = append(all, failed("H12", "", dispute, err))
	}
	return append(all,
		tiered("H10", "", "upgrade", upgrade),
		tiered("H10", "full", "upgrade", func(v *frame.Visit) frame.Page { return upgradePage(v, sampleReceipt, access.TierFull) }),
		tiered("H10", "no_code", "upgrade", func(v *frame.Visit) frame.Page { return upgradePage(v, "EAC9912345678", access.TierStatus) }),
		tiered("H11", "", "access-code", sampleAsk(access.TierStatus, "IOE0912345678", 0)),
		tiered("H11", "waiting", "access-code", sampleAsk(access.TierStatus, "IOE0912345678", 23*time.Hour)),
		tiered("H11", "full", "access-code", sampleAsk(access.TierFull, "IOE0912345678", 0)),
		tiered("H11", "no_code", "access-code", sampleAsk(access.TierStatus, "EAC9912345678", 0)),
		tiered("H04", "", "added", func(v *frame.Visit) frame.Page { return addedPage(v, sampleView(v.At, "I-765", 120), access.TierFull) }),
		tiered("H04", "limited", "added", func(v *frame.Visit) frame.Page {
			return addedPage(v, sampleView(v.At, "I-765", 120), access.TierStatus)
		}),
	)
}

func sampleAsk(tier string, receipt casefile.Receipt, wait time.Duration) func(*frame.Visit) frame.Page {
	return func(v *frame.Visit) frame.Page {
		return askCodePage(v, codeAsk{
			Receipt: receipt, Tier: tier, None: !receipt.Online(), Address: "E••• E••• 0•••",
			Last: v.At.Add(wait - 24*time.Hour), Next: v.At.Add(wait), Sent: wait > 0,
		})
	}
}

func failed(screen, path string, page func(*frame.Visit) frame.Page, err error) frame.Sample {
	err = about(err)
	return frame.Sample{Screen: screen, State: frame.State(err), Path: path, Page: page, Failed: err, Typed: sampleProof}
}

func tiered(screen, state, last string, page func(*frame.Visit) frame.Page) frame.Sample {
	return frame.Sample{Screen: screen, State: state, Path: samplePath(last), Page: page}
}
