package tables

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/workflow"
)

// List answers a live token of each session of a holder, the one used last first. A password that was posted twice has left
// two tokens: the one that has proved more counts.
func (s *Tokens) List(ctx context.Context, holder domain.Actor) ([]workflow.Token, error) {
	rows, err := s.pool.Query(ctx, `
		select * from (
			select distinct on (session) `+columns+` from app.tokens
			 where holder_kind = $1 and holder_id = $4 and `+lasting+`
			 order by session, stage = '`+workflow.StageFull+`' desc, last_seen_at desc) as t
		 order by last_seen_at desc, session`, append(idleArgs(holder.Kind), holder.ID)...)
	if err != nil {
		return nil, fmt.Errorf("list the sessions of a holder: %w", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (workflow.Token, error) { return scanToken(row) })
	if err != nil {
		return nil, fmt.Errorf("list the sessions of a holder: %w", err)
	}
	return all, nil
}
