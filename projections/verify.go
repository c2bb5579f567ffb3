package projections

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
)

// Extent says what is verified. The zero Extent is every row.
type Extent struct {
	Streams []string // only these
	Sample  int      // only so many streams of those in the tables, at random; one that is missing altogether is not found
}

// Verdict is what a verification has found.
type Verdict struct {
	Projection  string
	Version     int
	Position    domain.Position // of the log at which the tables were compared; that of the slowest shard
	Streams     int             // that were compared, when not all were
	Rows        int             // that the tables have of what was compared
	Differences []Difference    // no more than MostDifferences of a table
	Parked      []Parked        // passed over: everybody knows that their rows are old
}

// Difference is a row that is not what the log says. It names things by ids and numbers: never what the row holds.
type Difference struct {
	Stream  string // empty in tables that are not kept by stream
	Table   string
	Key     string // the rest of the primary key, as in "number=3"
	Kind    Kind
	Columns []string // of a row that differs: which
}

// Kind is what is wrong with a row.
type Kind string

// The kinds of differences.
const (
	Lost        Kind = "missing"    // the log says that there is such a row
	Surplus     Kind = "surplus"    // the log knows of no such row
	Differs     Kind = "differs"    // some columns say something else
	Underivable Kind = "unfoldable" // the stream's events can no longer be applied, although it is not parked
)

// MostDifferences is how many of one table are told.
const MostDifferences = 1000

var (
	// ErrNotBuilt means that there are no tables yet that could be compared.
	ErrNotBuilt = errors.New("there are no filled tables yet")
	// ErrExchanged means that a rebuild has put other tables in place meanwhile.
	ErrExchanged = errors.New("the tables were exchanged meanwhile: verify again")
)

// Verify compares tables, row by row, with others that it derives from the log, up to exactly the position that the tables
// show. Everything happens in one transaction, which sees tables and checkpoints as they were at one moment, holds up nobody,
// and is rolled back: a crash leaves nothing behind. While it runs the database cannot clean up, as during a dump.
func (e *Engine) Verify(ctx context.Context, name string, of Extent, tell func(Progress)) (Verdict, error) {
	p, err := e.find(name)
	switch {
	case err != nil:
		return Verdict{}, err
	case p.Order != ByStream && (len(of.Streams) > 0 || of.Sample > 0):
		return Verdict{}, fmt.Errorf("%w: %s", ErrGlobal, name)
	}
	v := &verifier{
		engine: e, live: p, made: p.in(fmt.Sprintf("%s_verify_%08x", p.Schema(), uuid.New().ID())), of: of,
		unfoldable: map[string]failure{}, verdict: Verdict{Projection: p.Name, Version: p.Version},
	}
	if err := v.run(ctx, tell); err != nil {
		return Verdict{}, fmt.Errorf("%s cannot be verified: %w", name, shown(err))
	}
	return v.verdict, nil
}

// verifier is one verification under way.
type verifier struct {
	engine     *Engine
	live, made Projection // the tables that people read, and those that are made to compare them with
	of         Extent
	stops      []domain.Position // of each shard
	unfoldable map[string]failure
	verdict    Verdict
}

func (v *verifier) run(ctx context.Context, tell func(Progress)) error {
	tx, err := v.engine.pool.BeginTx(ctx, pgx.TxOptions{BeginQuery: `begin isolation level repeatable read;
		set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0; set local work_mem = '64MB'`})
	if err != nil {
		return err
	}
	defer rollback(ctx, tx)
	schema, err := v.look(ctx, tx)
	if err != nil {
		return err
	}
	if err := v.made.createTables(ctx, tx); err != nil {
		return err
	}
	if err := v.derive(ctx, tx, tell); err != nil {
		return err
	}
	if err := v.compare(ctx, tx); err != nil {
		return err
	}
	return v.unchanged(ctx, schema)
}

// look begins to see: where the shards are, and which streams are parked. The schema is looked up as one of the rows that
// this transaction sees: a name alone would already mean what has been put in its place since.
func (v *verifier) look(ctx context.Context, tx pgx.Tx) (schema uint32, err error) {
	epochs := map[uuid.UUID]bool{}
	for _, s := range v.live.shards() {
		var at domain.Position
		var epoch uuid.UUID
		err := tx.QueryRow(ctx, `
			select position, epoch, coalesce((select oid from pg_namespace where nspname = $2), 0) from app.checkpoints where name = $1`,
			s.checkpoint(), s.Schema()).Scan(&at, &epoch, &schema)
		switch {
		case errors.Is(err, pgx.ErrNoRows), err == nil && schema == 0:
			return 0, ErrNotBuilt
		case err != nil:
			return 0, err
		}
		v.stops, epochs[epoch] = append(v.stops, at), true
	}
	v.verdict.Position = slices.Min(v.stops)
	rows, err := tx.Query(ctx, `select $2::text, stream, since, reason_code from app.parked where consumer = $1 order by stream`,
		v.live.Schema(), v.live.Name)
	if err != nil {
		return 0, err
	}
	if v.verdict.Parked, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Parked]); err != nil {
		return 0, err
	}
	return schema, v.meaningful(ctx, epochs)
}

// meaningful refuses checkpoints that mean nothing in this log. The log is asked last: the checkpoints were behind it then.
func (v *verifier) meaningful(ctx context.Context, epochs map[uuid.UUID]bool) error {
	info, err := v.engine.log.Info(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("the log does not answer: %w", err)
	case len(epochs) > 1 || !epochs[info.Epoch]:
		return &halt{OtherEpoch}
	case slices.Max(v.stops) > info.Head:
		return &halt{AheadOfLog}
	}
	return nil
}

// unchanged looks from outside whether the names still mean what they meant at the beginning.
func (v *verifier) unchanged(ctx context.Context, schema uint32) error {
	var now uint32
	err := v.engine.pool.QueryRow(ctx, `select coalesce(to_regnamespace($1)::oid, 0)`, v.live.Schema()).Scan(&now)
	if err == nil && now != schema {
		return ErrExchanged
	}
	return err
}

// stop is how far the log is in the tables, for one stream.
func (v *verifier) stop(stream string) domain.Position { return v.stops[v.live.of(stream).n] }
