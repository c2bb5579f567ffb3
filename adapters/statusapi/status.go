package statusapi

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
)

// status answers what may be told of a case to whoever has its number. The token comes first: who has none learns nothing,
// not even whether a number is one.
func (a *API) status(w http.ResponseWriter, r *http.Request) error {
	token, ok := bearer(r)
	if !ok {
		return domain.ErrSignedOut
	}
	c, err := a.Door.Admit(r.Context(), token, client.CaseStatus, a.Now())
	if err != nil {
		return err
	}
	receipt, err := casefile.ParseReceipt(chi.URLParam(r, "receiptNumber"))
	if err != nil {
		return err
	}
	published, sandbox := casefile.FindSandbox(receipt)
	if c.Environment == client.Sandbox && !sandbox {
		return casefile.ErrUnknown
	}
	view, err := a.Public(r.Context(), string(receipt))
	if err != nil {
		return err
	}
	send(w, http.StatusOK, a.answer(view, !sandbox || published.History))
	return nil
}

// bearer is the token of a request that has exactly one.
func bearer(r *http.Request) (string, bool) {
	sent := r.Header.Values("Authorization")
	if len(sent) != 1 {
		return "", false
	}
	scheme, token, _ := strings.Cut(sent[0], " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}
