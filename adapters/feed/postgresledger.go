package feed

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/eventstore"
)

// PostgresLedger keeps checkpoints in app.checkpoints and parked streams in app.parked.
type PostgresLedger struct{ Pool *pgxpool.Pool }

var _ Ledger = PostgresLedger{}

func (PostgresLedger) Claim(ctx context.Context, owner, epoch uuid.UUID, starts map[string]domain.Position) (map[string]domain.Position, error) {
	panic("later")
}
func (PostgresLedger) Save(ctx context.Context, owner uuid.UUID, moves []Move) error { panic("later") }
func (PostgresLedger) Park(ctx context.Context, consumer string, from eventstore.Recorded, reason string) error {
	panic("later")
}
func (PostgresLedger) Parked(ctx context.Context, consumer string) ([]string, error) { panic("later") }
