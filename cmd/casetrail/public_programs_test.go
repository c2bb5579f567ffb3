package main

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/sms"
)

// rowsOfPrograms are those of the two calls for programs, and of the address where the gateway of text messages calls back.
func (s scene) rowsOfPrograms() []pair {
	grant := func(id string) func() reply {
		return func() reply {
			return (&statusProgram{visitor: s.visitor(), id: id, secret: "guessed"}).grants()
		}
	}
	asks := func(by *statusProgram, token, receipt string) func() reply {
		return func() reply { return (&statusProgram{visitor: by.visitor, token: token}).asks(receipt) }
	}
	calls := func(id uuid.UUID) func() reply {
		form := url.Values{"MessageSid": {"SM0123456789abcdef0123456789abcdef"}, "MessageStatus": {"failed"}}
		return func() reply {
			at := strings.Replace(sms.CallbackRoute, "{delivery}", id.String(), 1)
			return s.browse("en").exchange(http.MethodPost, at, form)
		}
	}
	const unknown = "EAC9900012399"
	another := strings.ReplaceAll(uuid.NewString(), "-", "")
	return []pair{
		{what: "guessing the secret of a program", status: 401, known: grant(s.program.id), others: tries{
			"unknown": grant(another + "-1"), "its second credential": grant(strings.TrimSuffix(s.program.id, "-1") + "-2"), "no id at all": grant("nonsense"),
		}},
		{what: "a program that asks for a protected case", status: 404, known: asks(s.program, s.program.token, s.protected), others: tries{"unknown": asks(s.program, s.program.token, unknown)}},
		{what: "a sandbox that asks for a real case", status: 404, known: asks(s.sandbox, s.sandbox.token, s.open), others: tries{"unknown": asks(s.sandbox, s.sandbox.token, unknown)}},
		{what: "asking for a case with a guessed token", status: 401, known: asks(s.program, "guessed", s.open), others: tries{"unknown": asks(s.program, "guessed", unknown), "protected": asks(s.program, "guessed", s.protected)}, idle: true},
		{what: "playing the gateway of text messages", status: 404, known: calls(s.text), others: tries{"unknown": calls(uuid.New())}},
	}
}
