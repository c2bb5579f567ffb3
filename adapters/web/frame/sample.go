package frame

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/casetrail/casetrail/adapters/door"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// Sample is a screen in one of its states, made of a made-up model by the same function as the real page: for the gallery,
// and for the tests that look at every state.
type Sample struct {
	Screen, State string
	Path          string // as it would stand in the address; that of the table when it has no names in it
	Page          func(v *Visit) Page
	Failed        error      // of what was sent: the page is shown again
	Act           string     // that was sent
	Typed         url.Values // what was typed
	Owner         *Owner     // who runs the site; nil: who runs this one
}

// sampleHolder is nobody: no account has this id.
const sampleHolder = "00000000-0000-4000-8000-000000000001"

// ShowSample answers with a sample, in the language of the request.
func (f *Frame) ShowSample(w http.ResponseWriter, r *http.Request, sample Sample) {
	s := f.screens[sample.Screen]
	as := r.Clone(r.Context())
	as.URL = &url.URL{Path: cmp.Or(sample.Path, s.Path)}
	v := f.visit(w, as, s)
	if sample.Owner != nil {
		theirs := *f
		theirs.Owner, v.frame = *sample.Owner, &theirs
	}
	v.Bearer, v.Token = sampleBearer(s.Who, v.At), ""
	v.act = cmp.Or(sample.Act, s.main())
	if sample.Typed != nil {
		v.sent, v.typed = true, sample.Typed
	}
	if sample.Failed != nil {
		v.sent, v.failed = true, sample.Failed
		v.problems, _ = v.explain(sample.Failed)
	}
	p := sample.Page(v)
	p.State = cmp.Or(p.State, sample.State)
	v.write(p)
}

// sampleBearer is who would see a screen.
func sampleBearer(who door.Who, now time.Time) workflow.Token {
	t := workflow.Token{Started: now, Seen: now, Proved: now}
	switch who {
	case door.SigningUp:
		t.Holder.Kind, t.Stage = domain.Applicant, workflow.StageSignUp
	case door.CodePending:
		t.Holder.Kind, t.Stage = domain.Applicant, workflow.StageCode
	case door.Resetting:
		t.Holder.Kind, t.Stage = domain.Applicant, workflow.StageReset
	case door.Applicant, door.Holder, door.SignedIn:
		t.Holder.Kind, t.Stage = domain.Applicant, workflow.StageFull
	case door.Enrolling:
		t.Holder.Kind, t.Stage = domain.Staff, workflow.StageEnrol
	case door.StaffPending:
		t.Holder.Kind, t.Stage = domain.Staff, workflow.StageCode
	case door.Officer:
		t.Holder.Kind, t.Stage = domain.Staff, workflow.StageFull
	default:
		return workflow.Token{}
	}
	t.Holder.ID = sampleHolder
	return t
}

// Samples are the states of the error page.
func Samples() []Sample {
	var all []Sample
	for _, d := range []*domain.Error{ErrAddress, ErrCrossOrigin, ErrNoPage, ErrMethod, ErrTooLarge, workflow.ErrWait.After(5 * time.Minute), ErrInternal, ErrNotNow} {
		all = append(all, Sample{Screen: ErrorScreen.ID, State: strconv.Itoa(status(d)), Path: "/", Page: func(v *Visit) Page {
			return v.troublePage(status(d), v.words(d), sampleHolder)
		}})
	}
	return all
}
