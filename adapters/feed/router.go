package feed

import (
	"log/slog"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
)

// How long one attempt may take, how often it is made before the subscriber hears of it, and how long a stop waits.
const (
	attemptLasts = 30 * time.Second
	attempts     = 3
	stopLasts    = 10 * time.Second
)

// NewRouter is a router with the middleware in the one order that works, outermost first: Faults sees what is left after
// every retry; Retry must wrap Recoverer, or a panic is never tried again; each attempt has its own Timeout, so Retry
// puts the context back. Poisoned messages go nowhere else: the subscriber parks their stream.
// There is no CorrelationID: a reaction carries its thread in its act.
func NewRouter(logger *slog.Logger) (*message.Router, error) {
	adapter := watermill.NewSlogLogger(quiet(logger))
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: stopLasts}, adapter)
	if err != nil {
		return nil, err
	}
	retry := middleware.Retry{
		MaxRetries: attempts - 1, InitialInterval: 20 * time.Millisecond, MaxInterval: 200 * time.Millisecond,
		Multiplier: 3, ResetContextOnRetry: true,
	}
	router.AddMiddleware(Faults, retry.Middleware, middleware.Recoverer, middleware.Timeout(attemptLasts))
	return router, nil
}
