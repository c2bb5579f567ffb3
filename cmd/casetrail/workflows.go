package main

import (
	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain/workflow"
)

func (c *core) signUp() workflow.SignUp {
	return workflow.SignUp{
		Claims: c.claims, Accounts: c.accounts, Sessions: c.sessions, Passwords: passwords{}, Vault: c.vault, Codes: c.codes,
		Revealer: c.revealer, Limits: c.limits, Tokens: c.tokens, Numbers: c.numbers, Digests: c.digests, Opener: c.codec, Texts: c.texts(),
	}
}

func (c *core) signIn(at workflow.Principals) workflow.SignIn {
	return workflow.SignIn{
		Principals: at, Claims: c.claims, Sessions: c.sessions, Vault: c.vault, Codes: c.codes, Limits: c.limits,
		Tokens: c.tokens, Digests: c.digests, Texts: c.texts(),
	}
}

// texts are on where there is something that carries them.
func (c *core) texts() workflow.Texts {
	return workflow.Texts{On: c.texting, Shares: c.tables.limits, Digests: c.digests, Opener: c.codec}
}

// linking opens birth dates through the codec that asks the key store anew, so that known and unknown cases cost the same.
func (c *core) linking() workflow.Linking {
	return workflow.Linking{Accounts: c.accounts, Cases: c.cases, Access: c.access, Codes: c.codes, Limits: c.limits, Digests: c.digests, Opener: c.fresh}
}

func (c *core) recovery() workflow.Recovery {
	return workflow.Recovery{
		Recoveries: c.recoveries, Claims: c.claims, Accounts: c.accounts, Passwords: passwords{}, Vault: c.vault, Codes: c.codes,
		Limits: c.limits, Tokens: c.tokens, Digests: c.digests, Opener: c.codec, Texts: c.texts(), Questions: c.asking,
	}
}

func (c *core) settings() workflow.Settings {
	return workflow.Settings{Accounts: c.accounts, Vault: c.vault, Codes: c.codes, Revealer: c.revealer, Limits: c.limits, Texts: c.texts()}
}

// statusCheck opens what was filed as linking does.
func (c *core) statusCheck() workflow.StatusCheck {
	return workflow.StatusCheck{Cases: c.cases, Limits: c.limits, Digests: c.digests, Opener: c.fresh}
}

func (c *core) officer() workflow.Officer {
	return workflow.Officer{Cases: c.cases, Access: c.access, Codes: c.codes, Numbers: c.numbers}
}

func (c *core) erasure() workflow.Erasure {
	return workflow.Erasure{Accounts: c.accounts, Held: c.keys.Held}
}

func (c *core) clientDesk() workflow.ClientDesk {
	return workflow.ClientDesk{Clients: c.clients, Accounts: c.accounts, Codes: c.codes, Revealer: c.revealer, Limits: c.limits}
}

func (c *core) clientDoor() workflow.ClientDoor {
	return workflow.ClientDoor{
		Clients: c.clients, Accounts: c.accounts, Codes: c.codes, Bearers: c.bearers, Limits: c.limits, Digests: c.digests, Meter: c.used,
	}
}

func (c *core) enrolment() workflow.Enrolment {
	return workflow.Enrolment{
		Staff: c.staff, Claims: c.claims, Sessions: c.sessions, Passwords: passwords{}, Vault: c.vault, Codes: c.codes,
		Revealer: c.revealer, Limits: c.limits, Tokens: c.tokens, Digests: c.digests, Opener: c.codec,
	}
}

// passwords is the rule of package vault for new passwords.
type passwords struct{}

func (passwords) CheckPassword(password string, context []string) error {
	return vault.CheckPassword(password, context)
}
