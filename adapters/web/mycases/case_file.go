package mycases

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

// file is a case as its holder sees it at one moment.
type file struct {
	casefile.View
	tier    string // of the holder's link
	agency  string // as titles name it
	now     time.Time
	asks    []casefile.Ask
	journey casefile.Journey
}

func newFile(view casefile.View, tier, agency string, now time.Time) file {
	return file{View: view, tier: tier, agency: agency, now: now, asks: casefile.Asks(view.History, now), journey: view.Journey()}
}

// told is an entry in words. One that this program does not know, because a newer one recorded it, is told as that.
type told struct{ title, means, next string }

func (f file) tell(ctx context.Context, e casefile.Entry) told {
	title, means, next := e.Render(texts.Language(ctx), f.agency)
	if title == "" {
		return told{title: texts.T(ctx, "case.unknown_title"), means: texts.T(ctx, "case.unknown_text")}
	}
	return told{title, means, next}
}

func (f file) entry(number int) casefile.Entry {
	return f.find(func(e casefile.Entry) bool { return e.Number == number })
}

// correctionOf is the entry that takes another back.
func (f file) correctionOf(number int) casefile.Entry {
	return f.find(func(e casefile.Entry) bool { return e.Corrects == number })
}

func (f file) find(is func(casefile.Entry) bool) casefile.Entry {
	i := slices.IndexFunc(f.History, is)
	if i < 0 {
		return casefile.Entry{}
	}
	return f.History[i]
}

// newest is the entry that was recorded last.
func (f file) newest() casefile.Entry {
	return slices.MaxFunc(f.History, func(a, b casefile.Entry) int { return a.Recorded.Compare(b.Recorded) })
}

// correction is the newest entry, if it took another back.
func (f file) correction() (casefile.Entry, bool) {
	e := f.newest()
	return e, e.Corrects != 0
}

func (f file) limited() bool { return f.tier == access.TierStatus }

// today is the day on which the reader reads.
func (f file) today(ctx context.Context) civil.Date { return civil.Of(f.now.In(texts.Zone(ctx))) }

func formTitle(ctx context.Context, number string) string {
	form, _ := casefile.FindForm(number)
	return form.Title.In(texts.Language(ctx))
}

func officeName(ctx context.Context, code string) string {
	office, _ := casefile.FindOffice(code)
	return cmp.Or(office.Name.In(texts.Language(ctx)), code)
}
