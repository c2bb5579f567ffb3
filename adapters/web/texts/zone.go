package texts

import (
	"context"
	"time"
	_ "time/tzdata" // the agency's hours must not depend on what is installed
)

type inZone struct{}

var eastern = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// In is a context whose times are told in a zone. Without it they are told in the agency's, Eastern Time.
func In(ctx context.Context, zone *time.Location) context.Context {
	return context.WithValue(ctx, inZone{}, zone)
}

// Zone is the zone in which the context's times are told.
func Zone(ctx context.Context) *time.Location {
	if zone, ok := ctx.Value(inZone{}).(*time.Location); ok {
		return zone
	}
	return eastern
}

// zones are those whose name in words people know; others are told by their letters.
var zones = map[string]string{
	"America/New_York": "eastern", "America/Detroit": "eastern", "America/Chicago": "central", "America/Denver": "mountain",
	"America/Phoenix": "arizona", "America/Los_Angeles": "pacific", "America/Anchorage": "alaska", "Pacific/Honolulu": "hawaii",
	"America/Puerto_Rico": "atlantic", "Pacific/Guam": "chamorro",
}

var _ = Family("time.zone.", "eastern", "central", "mountain", "arizona", "pacific", "alaska", "hawaii", "atlantic", "chamorro")

// ZoneName is how people call the zone in which the context's times are told.
func ZoneName(ctx context.Context, t time.Time) string {
	t = t.In(Zone(ctx))
	if name, ok := zones[t.Location().String()]; ok {
		return T(ctx, "time.zone."+name)
	}
	return t.Format("MST")
}
