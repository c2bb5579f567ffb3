package esdb

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	vendor "github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// configure reads a connection string: esdb://[user:password@]host:port[,host:port…][?tls=false&…], or esdb+discover://.
// It is never repeated in an error: it may hold a password.
func configure(text string, logger *slog.Logger) (*vendor.Configuration, error) {
	config, err := vendor.ParseConnectionString(text)
	if err != nil {
		if wrong := (*url.Error)(nil); errors.As(err, &wrong) {
			err = wrong.Err
		}
		return nil, fmt.Errorf("the event store's connection string is not of the form esdb://host:port?tls=false: %w", err)
	}
	if config.DefaultDeadline != nil && *config.DefaultDeadline <= 0 {
		return nil, errors.New("the event store's connection string: defaultDeadline must be a number of milliseconds above zero")
	}
	if config.DisableTLS && config.Username != "" {
		logger.Warn("without TLS the event store is not told who calls: user and password are not sent")
	}
	// The vendor's client looks for a server without minding contexts, and goes on when nobody wants it any more. So it looks
	// once, and the log decides whether it looks again.
	config.MaxDiscoverAttempts, config.DiscoveryInterval = 1, int(25*time.Millisecond/time.Millisecond)
	config.Logger = vendor.NoopLogging() // what matters comes back as an error
	return config, nil
}

// clustered says that there may be servers that are behind others.
func clustered(config *vendor.Configuration) bool {
	return config.DnsDiscover || len(config.GossipSeeds) > 0
}
