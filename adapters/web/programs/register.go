package programs

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/workflow"
)

func registerPage(v *frame.Visit, d desk) frame.Page {
	return frame.Page{
		Title: v.T(d.register + ".title"), Back: &parts.Link{Text: v.T(d.list + ".title"), Href: d.path},
		Body: registerBody(v.T(d.register+".lead"), v.Form("", "environment", client.Sandbox)),
	}
}

var _ = texts.Family("register_program.means_", client.Environments...)

func environmentOptions(ctx context.Context) (all []parts.Option) {
	for _, e := range client.Environments {
		all = append(all, parts.Option{Value: e, Text: texts.T(ctx, "programs.in_"+e), Hint: texts.T(ctx, "register_program.means_"+e)})
	}
	return all
}

// register shows the first secret in its answer: it is shown once. There is one scope, so nobody is asked for it.
func (p Pages) register(v *frame.Visit, d desk) (frame.Next, error) {
	act := v.Act()
	shown, done, err := p.ClientDesk.Register(v.Context(), workflow.Application{
		Name: v.Value("program"), Contact: v.Value("contact"), Environment: v.Value("environment"), Scopes: []string{client.CaseStatus},
	}, act)
	switch {
	case errors.Is(err, workflow.ErrAlreadyShown):
		return frame.Here(twicePage(v, d, act.NewID("client"))), nil
	case err != nil:
		return frame.Next{}, frame.Fields(err, map[string][]*domain.Error{
			"program": {workflow.ErrClientName}, "contact": {workflow.ErrAddress}, "environment": {client.ErrInvalid},
		})
	}
	v.Wrote(done.Position)
	return frame.Here(secretPage(v.T(d.register+".shown_title"), shown, d)), nil
}

// twicePage follows a form that was sent twice: the secret stood in the first answer, which the browser may have dropped.
func twicePage(v *frame.Visit, d desk, id uuid.UUID) frame.Page {
	return frame.Page{State: "already_shown", Title: v.T(d.register + ".shown_title"), Body: twiceBody(d.at(id)), Formless: true}
}

// secretPage shows a secret, once.
func secretPage(title string, shown workflow.Credential, d desk) frame.Page {
	return frame.Page{State: "shown", Title: title, Body: secretBody(shown, d.at(shown.ID.Client)), Formless: true}
}
