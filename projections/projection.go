package projections

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// Order is what a projection's rows depend on.
type Order int

const (
	// ByStream, the default: every row belongs to one stream and only that stream's events write it; the key of every
	// table starts with the column stream. Such a projection is parked and repaired stream by stream.
	// What needs two streams is a SQL view over such tables.
	ByStream Order = iota
	// Global: one event after the other. A failure halts it, nothing is parked.
	Global
)

// Projection is a set of tables and the events that fill them.
type Projection struct {
	Name     string
	Version  int      // raised with every change of Tables or Apply: the tables of the new one are filled beside the old
	Types    []string // stored names
	Order    Order
	Tables   string   // DDL, run with search_path = Schema()
	Personal []Column // where personal data stands in clear
	Shards   int      // how many workers share the streams, on as many servers as there are; 0 and 1: one does it all

	// Apply writes what the batch changes, through tx, whose search_path is Schema(). It is called again after a
	// rollback, so it leaves no trace outside tx. Its error is never shown: it may hold what it was writing.
	Apply func(ctx context.Context, tx pgx.Tx, batch []domain.Fact) error

	// Load starts the fold of one stream. It is optional and for ByStream only: with it new tables are filled by folding
	// the whole log in memory and copying the rows, which is many times as fast. What it makes of a stream must equal what
	// Apply makes of it, and it is called by several goroutines at once.
	Load func(stream string) Fold

	// MayLack says of tables, as a SQL condition on their rows, which ones somebody takes away without an event. That such a
	// row is missing is no difference to Verify; whatever derives rows anew brings it back.
	MayLack map[string]string

	schema string // where the tables are while they are filled, before they are read; empty: where they are read
}

// Fold derives the rows of one stream from its whole history, in memory. One goroutine at a time uses it.
type Fold interface {
	// Add takes the stream's facts of the listed types, in the order of the log, opened as for Apply.
	// An error (never shown, as that of Apply) parks the stream: its rows are then made of the facts before.
	Add(f domain.Fact) error
	// Rows hands over the rows, in any order: values in the order of the table's columns, of types that pgx writes to
	// them. What is personal of erased subjects is blanked by the engine.
	Rows(put func(table string, values ...any))
}

// Column declares personal data in clear: only a projection with such a column is given opened facts.
// The column is set to NULL in every row whose subject was erased.
type Column struct {
	Table, Column string
	Subject       string // the column of the same table that holds the subject's uuid
}

// Schema is where this version's tables are.
func (p Projection) Schema() string {
	return cmp.Or(p.schema, p.Name+"_v"+strconv.Itoa(p.Version))
}

func (p Projection) ofVersion(version int) Projection {
	p.Version = version
	return p
}

// in is the same projection with its tables in another schema, and in one piece.
func (p Projection) in(schema string) Projection {
	p.schema = schema
	return p
}

// Schema is where the tables of this version of a projection are: queries name Schema(p).table.
func Schema(p Projection) string { return p.Schema() }

func (p Projection) opens() bool { return len(p.Personal) > 0 }

func (p Projection) reads(eventType string) bool { return slices.Contains(p.Types, eventType) }

var (
	validName   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	validColumn = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
)

// check finds what can be wrong without a database.
func (p Projection) check(knows func(eventType string) bool) error {
	switch {
	case !validName.MatchString(p.Name):
		return fmt.Errorf("projection %q: a name is lower-case letters, digits and underscores", p.Name)
	case p.Version < 1:
		return fmt.Errorf("projection %s: version %d, the first is 1", p.Name, p.Version)
	case p.Apply == nil:
		return fmt.Errorf("projection %s has no Apply", p.Name)
	case p.Tables == "":
		return fmt.Errorf("projection %s has no tables", p.Name)
	case len(p.Types) == 0:
		return fmt.Errorf("projection %s reads nothing", p.Name)
	case p.Order != ByStream && p.Order != Global:
		return fmt.Errorf("projection %s: order %d", p.Name, p.Order)
	case p.Shards < 0 || p.Shards > 1 && p.Order != ByStream:
		return fmt.Errorf("projection %s: %d shards; only what is kept by stream can be sharded", p.Name, p.Shards)
	case p.Load != nil && p.Order != ByStream:
		return fmt.Errorf("projection %s: Load folds streams, this one is not kept by stream", p.Name)
	}
	for _, t := range p.Types {
		if !knows(t) {
			return fmt.Errorf("projection %s reads %s, which is in no catalog", p.Name, t)
		}
	}
	for _, c := range p.Personal {
		if !validColumn.MatchString(c.Table) || !validColumn.MatchString(c.Column) || !validColumn.MatchString(c.Subject) {
			return fmt.Errorf("projection %s: personal column %+v", p.Name, c)
		}
	}
	return nil
}
