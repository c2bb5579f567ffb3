package simulate

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// What is kept outside the log is not played: these are the workflows' ports for people of whom nobody needs to be afraid.

// patient counts no attempts.
type patient struct{}

func (patient) Take(context.Context, string, string) (int, time.Duration, error) { return 1, 0, nil }
func (patient) Clear(context.Context, string, string) error                      { return nil }

// noBrowsers hold no tokens.
type noBrowsers struct{ workflow.Tokens }

func (noBrowsers) Start(context.Context, workflow.Token) (string, error)        { return "", nil }
func (noBrowsers) Swap(context.Context, string, workflow.Token) (string, error) { return "", nil }
func (noBrowsers) EndSession(context.Context, uuid.UUID) error                  { return nil }
func (noBrowsers) EndHolder(context.Context, domain.Actor, uuid.UUID) error     { return nil }

// sure is a vault into which the passwords were put beforehand, for people who do not mistype them.
type sure struct{ workflow.Vault }

func (sure) Put(context.Context, uuid.UUID, []byte) error            { return nil }
func (sure) Verify(context.Context, uuid.UUID, []byte) (bool, error) { return true, nil }

// anyPassword is good: there is only one, and it is checked by a test.
type anyPassword struct{}

func (anyPassword) CheckPassword(string, []string) error { return nil }

// Next implements workflow.Numbers: the player knows whose turn it is.
func (p *player) Next(context.Context, string, uuid.UUID) (int64, error) { return p.number, nil }
