package casefile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/casetrail/casetrail/domain/casefile"
)

// told is a journey in words: each step with its state and detours.
func told(j casefile.Journey) string {
	var all []string
	for _, m := range j.Milestones {
		s := m.Step + " " + m.State
		if m.State == casefile.MilestoneCurrent && m.Begun.IsZero() {
			s += " next"
		}
		for _, d := range m.Detours {
			s += " +" + d.Kind
			if d.Open {
				s += " open"
			}
		}
		all = append(all, s)
	}
	if j.Outcome != "" {
		all = append(all, "= "+j.Outcome)
	}
	return strings.Join(all, ", ")
}

// of is a case of a form, with actions of these codes a day apart, the last one today. A code with a slash is voided.
func of(form string, codes ...string) casefile.View {
	first := received
	first.Form, first.ReceiptDate = form, today.AddDays(-len(codes))
	all := events{first}
	for i, code := range codes {
		code, void := strings.CutSuffix(code, "/")
		on := today.AddDays(i + 1 - len(codes))
		switch n := len(all); code {
		case casefile.CodeTransferred:
			all = append(all, transferred(n, "NBC", "NYC", on))
		case "BC":
			all = append(all, recorded(n, code, on, params{"office": "NYC"}))
		case "II", "IKE", "IKF", "IV":
			all = append(all, recorded(n, code, on, params{"due": due.String(), "notice": "I-797E"}))
		default:
			all = append(all, recorded(n, code, on, nil))
		}
		if void {
			all = append(all, voided(len(all), len(all)-1))
		}
	}
	return seen(all...)
}

var due = today.AddDays(30)

func TestJourney(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		form, codes, want string
	}{
		{"I-90", "", "received done, biometrics current next, review ahead, decision ahead, card ahead"},
		{"I-765", "FNA", "received done, biometrics current, review ahead, decision ahead, card ahead"},
		{"I-765", "FNA FNB", "received done, biometrics done, review current next, decision ahead, card ahead"},
		{"I-765", "FT0", "received done, biometrics skipped, review current, decision ahead, card ahead"},
		{"I-765", "FT0 FNA", "received done, biometrics current, review current, decision ahead, card ahead"},
		{"I-765", "FT0 FNA FNB", "received done, biometrics done, review current, decision ahead, card ahead"},
		{"I-765", "FNA XBIONOSHOW", "received done, biometrics current +missed, review ahead, decision ahead, card ahead"},
		{"I-765", "FNB FNA", "received done, biometrics current, review ahead, decision ahead, card ahead"},
		{"I-765", "FNB DA", "received done, biometrics done, review done, decision done, card current next, = approved"},
		{"I-765", "FNB DA IEA", "received done, biometrics done, review done, decision done, card current next, = approved"},
		{"I-765", "FT0 DA LAA", "received done, biometrics skipped, review done, decision done, card current, = approved"},
		{"I-765", "FT0 DA LAA LEA XDELIVERED", "received done, biometrics skipped, review done, decision done, card done, = approved"},
		{"I-765", "FT0 DA LEA LFA", "received done, biometrics skipped, review done, decision done, card current +returned, = approved"},
		{"I-765", "FNB DA/", "received done, biometrics done, review current next, decision ahead, card ahead"},
		{"I-130", "DA", "received done, review done, decision done, sent_on current next, = approved"},
		{"I-130", "BB FJ", "received done +transfer, review done, interview current, decision ahead, sent_on ahead"},
		{"I-130", "FBA IKE", "received done, review current +evidence open, decision ahead, sent_on ahead"},
		{"I-130", "IKE IKF HA", "received done, review current +evidence, decision ahead, sent_on ahead"},
		{"I-130", "IKE/", "received done, review current next, decision ahead, sent_on ahead"},
		{"I-130", "IKE EL", "received done, review done +evidence, decision done, = abandoned"},
		{"I-130", "II EA IFA", "received done, review done +intent, decision done, = denied"},
		{"I-130", "IFA", "received done, review done, decision done, = denied"},
		{"I-130", "DA IV", "received done, review done, decision done +intent open, sent_on current next, = approved"},
		{"I-130", "DA IV EGA", "received done, review done, decision done +intent, = revoked"},
		{"I-130", "EK", "received done, review skipped, decision done, = withdrawn"},
		{"I-130", "EK IFA", "received done, review skipped, decision done, = withdrawn"},
		{"I-130", "EZ", "received done, review skipped, decision done, = closed"},
		{"I-130", "AFAB", "received done, = rejected"},
		{"I-130", "FT0 FS", "received done, review current +hold open, decision ahead, sent_on ahead"},
		{"I-130", "FT0 FS FR", "received done, review current +hold, decision ahead, sent_on ahead"},
		{"I-130", "FT0 FS DA", "received done, review done +hold, decision done, sent_on current next, = approved"},
		{"I-130", "EA AGA", "received done, review current, decision ahead +reopened, sent_on ahead"},
		{"I-130", "EA AGA DA", "received done, review done, decision done +reopened, sent_on current next, = approved"},
		{"I-765", "DA LAA EGA AH", "received done, biometrics skipped, review current, decision ahead +reopened, card ahead"},
		{"N-400", "FNB FT0 FH FJ FKB", "received done, biometrics done, review done, interview current +canceled, decision ahead, oath ahead"},
		{"N-400", "FNB FJ XINTDONE", "received done, biometrics done, review done, interview done, decision current next, oath ahead"},
		{"N-400", "FNB BC BB FJ XINTDONE DA MEA", "received done, biometrics done +transfer, review done, interview done, decision done, oath done, = approved"},
		{"I-485", "DA MEA", "received done, biometrics skipped, review done, interview skipped, decision done, card done, = approved"},
		{"N-600", "DA MEA", "received done, review done, interview skipped, decision done, document done, = approved"},
		{"X-1", "", "received done"},
		{"X-1", "FNB", "received done, biometrics done"},
		{"X-1", "FNA FT0 DA LAA", "received done, biometrics done, review done, decision done, card current, = approved"},
	} {
		t.Run(c.form+" "+c.codes, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, told(of(c.form, strings.Fields(c.codes)...).Journey())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJourneyHasItsDays(t *testing.T) {
	t.Parallel()
	j := of("I-130", "BB", "IKE", "HA", "DA").Journey()
	want := casefile.Journey{
		Milestones: []casefile.Milestone{
			{
				Step: "received", State: "done", Begun: today.AddDays(-4), Done: today.AddDays(-4),
				Detours: []casefile.Detour{{Kind: "transfer", Number: 1, Since: today.AddDays(-3), Office: "NYC"}},
			},
			{
				Step: "review", State: "done", Begun: today.AddDays(-2),
				Detours: []casefile.Detour{{Kind: "evidence", Number: 2, Since: today.AddDays(-2), Until: today.AddDays(-1), Due: due}},
			},
			{Step: "decision", State: "done", Begun: today, Done: today},
			{Step: "sent_on", State: "current"},
		},
		Outcome: "approved", Ended: today,
	}
	if diff := cmp.Diff(want, j); diff != "" {
		t.Error(diff)
	}
}

func TestWhyTheClockStandsStill(t *testing.T) {
	t.Parallel()
	for codes, want := range map[string]string{
		"": "", "FT0": "", "IKE": casefile.DetourEvidence, "IKE HA": "", "II": casefile.DetourIntent, "IKE FS": casefile.DetourHold,
		"IKE FS FR": casefile.DetourEvidence, "IKE BB": casefile.DetourEvidence, "IKE EA": "",
	} {
		d, paused := of("I-130", strings.Fields(codes)...).Journey().Paused()
		if d.Kind != want || paused != (want != "") {
			t.Errorf("after %q: %+v, %v", codes, d, paused)
		}
	}
}

// Every form has a way, and every way goes in one direction; no code of a form that is known breaks it.
func TestEveryFormHasItsWay(t *testing.T) {
	t.Parallel()
	for _, f := range casefile.Forms {
		steps := of(f.Number).Journey().Milestones
		last := -1
		for _, m := range steps {
			rank := slices.Index(casefile.Steps, m.Step)
			if rank <= last {
				t.Errorf("%s: %s is not in order", f.Number, m.Step)
			}
			last = rank
		}
		if len(steps) < 2 && f.Number != "AR-11" && f.Number != "G-28" {
			t.Errorf("%s has no way", f.Number)
		}
		for _, c := range casefile.Codes {
			if c.Reserved {
				continue
			}
			if j := of(f.Number, "FT0", c.Code).Journey(); len(j.Milestones) == 0 || j.Milestones[0].State != casefile.MilestoneDone {
				t.Errorf("%s after %s: %s", f.Number, c.Code, told(j))
			}
		}
	}
}
