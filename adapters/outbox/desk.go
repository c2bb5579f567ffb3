package outbox

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// desk is where messages lie while they are being sent: one row each, with a lease on the database's clock. The row says
// which try had begun; a row whose lease ran out is what a dead sender left.
type desk struct {
	pool  *pgxpool.Pool
	owner uuid.UUID
	lease time.Duration
}

// errElsewhere says that another sender has the message.
var errElsewhere = errors.New("another sender has this message")

// take leases a message; begun is the try that a dead sender had begun, 0 if none. A lease that begins well in the future
// was taken before the database's clock was turned back: nobody waits for its end.
func (d desk) take(ctx context.Context, id uuid.UUID) (begun int, err error) {
	err = d.pool.QueryRow(ctx, `
		insert into app.sends as s (delivery, owner, attempt, lease_until)
		values ($1, $2, 0, clock_timestamp() + $3::interval)
		on conflict (delivery) do update
		set owner = excluded.owner, started_at = now(), lease_until = excluded.lease_until
		where s.lease_until <= clock_timestamp() or s.started_at > clock_timestamp() + interval '1 minute'
		returning attempt`, id, d.owner, d.lease).Scan(&begun)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, errElsewhere
	}
	return begun, err
}

// begin writes down that this try begins now. After it, nobody can know whether the message went, until that is recorded.
func (d desk) begin(ctx context.Context, id uuid.UUID, try int) error {
	tag, err := d.pool.Exec(ctx, `
		update app.sends set attempt = $3, lease_until = clock_timestamp() + $4::interval
		where delivery = $1 and owner = $2 and lease_until > clock_timestamp()`, id, d.owner, try, d.lease)
	if err == nil && tag.RowsAffected() == 0 {
		return errElsewhere
	}
	return err
}

// clear forgets the message: what became of it is recorded in its stream.
func (d desk) clear(ctx context.Context, id uuid.UUID) error {
	_, err := d.pool.Exec(ctx, `delete from app.sends where delivery = $1 and owner = $2`, id, d.owner)
	return err
}

// release lets anybody take the message at once; a try that had begun stays written down.
func (d desk) release(ctx context.Context, id uuid.UUID) error {
	_, err := d.pool.Exec(ctx, `update app.sends set lease_until = clock_timestamp() where delivery = $1 and owner = $2`, id, d.owner)
	return err
}
