package projections

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

var (
	// ErrToken means that somebody made up or damaged a token.
	ErrToken = errors.New("not a position of this service")
	// ErrOtherEpoch means that a token was good before a restore: there is nothing to wait for.
	ErrOtherEpoch = errors.New("position of another epoch")
)

// Token is how a position leaves the process. Callers hand it back as it is.
func Token(position domain.Position, epoch uuid.UUID) string {
	return epoch.String() + "." + strconv.FormatUint(uint64(position), 10)
}

// ParseToken accepts exactly what Token makes.
func ParseToken(token string) (domain.Position, uuid.UUID, error) {
	left, right, _ := strings.Cut(token, ".")
	epoch, err := uuid.Parse(left)
	if err != nil {
		return 0, uuid.Nil, ErrToken
	}
	n, err := strconv.ParseUint(right, 10, 63)
	if err != nil || Token(domain.Position(n), epoch) != token {
		return 0, uuid.Nil, ErrToken
	}
	return domain.Position(n), epoch, nil
}

// Token is a position of the engine's log, for a caller.
func (e *Engine) Token(ctx context.Context, position domain.Position) (string, error) {
	info, err := e.log.Info(ctx)
	if err != nil {
		return "", fmt.Errorf("the log does not answer: %w", err)
	}
	return Token(position, info.Epoch), nil
}

// Position is what a caller's token means in the engine's log: ErrToken or ErrOtherEpoch when it means nothing.
func (e *Engine) Position(ctx context.Context, token string) (domain.Position, error) {
	at, epoch, err := ParseToken(token)
	if err != nil {
		return 0, err
	}
	info, err := e.log.Info(ctx)
	switch {
	case err != nil:
		return 0, fmt.Errorf("the log does not answer: %w", err)
	case epoch != info.Epoch:
		return 0, ErrOtherEpoch
	}
	return at, nil
}
