package caselist

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain/civil"
)

// Item is one line.
type Item struct {
	Receipt        string
	Form           string
	Tier           string // access.TierStatus or access.TierFull
	StatusCode     string
	StatusOccurred civil.Date `db:"-"`
	StatusParams   map[string]string
	Stage          string // of the status: see casefile.Stages
	Closed         bool
	Office         string
	Quiet          bool // the last activity changed nothing that is shown
	LastActivity   time.Time
	ReceiptDate    civil.Date `db:"-"`
}

// scan reads the dates apart: the driver has no days without a time.
func scan(row pgx.CollectableRow) (Item, error) {
	r, err := pgx.RowToStructByName[struct {
		Item
		Occurred, Received time.Time
	}](row)
	r.StatusOccurred, r.ReceiptDate = civil.Of(r.Occurred), civil.Of(r.Received)
	return r.Item, err
}
