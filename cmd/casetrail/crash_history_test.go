package main

import (
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/claim"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/session"
	"github.com/casetrail/casetrail/eventstore"
)

// history compares the log with what was promised to everybody. What reactors and senders do is waited for.
func (c *crowd) history() {
	c.t.Helper()
	want := map[string][]string{}
	for _, w := range c.all {
		for _, events := range w.promised {
			want[w.name] = append(want[w.name], strings.Join(events, " "))
		}
		for _, template := range w.messages {
			want[w.name] = append(want[w.name], template+": delivery.requested delivery.sent")
		}
		slices.Sort(want[w.name])
	}
	diff := ""
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if diff = cmp.Diff(want, c.told()); diff == "" {
			return
		}
	}
	c.t.Errorf("the log tells otherwise than was promised: %s", diff)
}

// told is what the log tells of each of the crowd: one line for each stream. What is nobody's stands under "".
func (c *crowd) told() map[string][]string {
	c.t.Helper()
	names, owner, types, devices := map[string]string{}, map[string]string{}, map[string][]string{}, map[uuid.UUID]string{}
	for _, w := range c.all {
		names[w.account.String()] = w.name
		for _, f := range w.cases {
			owner[eventstore.Stream(casefile.Decider.Category, f.receipt)] = w.name
			owner[eventstore.Stream(access.Decider.Category, f.receipt)] = w.name
		}
	}
	for r := range c.everything() {
		event, err := c.core.codec.Decode(r)
		if err != nil {
			c.t.Fatal(err)
		}
		if e, ok := event.(account.DeviceSeen); ok { // beside what the flow promises, and not in its order; but once each
			if devices[e.Device] != "" {
				c.t.Errorf("device %s was seen for the first time twice, by %s and %s", e.Device, devices[e.Device], r.Stream)
			}
			devices[e.Device] = r.Stream
			continue
		}
		types[r.Stream] = append(types[r.Stream], r.Type)
		switch e := event.(type) {
		case account.Registered:
			owner[r.Stream] = names[e.Account.String()]
		case recovery.Opened:
			owner[r.Stream] = names[e.Account.String()]
		case claim.Taken:
			owner[r.Stream] = names[e.Holder.String()]
		case session.Opened:
			owner[r.Stream] = names[e.Holder.ID]
		case delivery.Requested:
			owner[r.Stream] = names[e.Recipient.ID]
			types[r.Stream][0] = e.Template + ": " + r.Type
		}
	}
	told := map[string][]string{}
	for stream, lines := range types {
		if line := strings.Join(lines, " "); c.concerns(stream, line) {
			told[owner[stream]] = append(told[owner[stream]], line)
		}
	}
	for _, lines := range told {
		slices.Sort(lines)
	}
	return told
}

// concerns says whether a stream is about what the flow promises.
func (c *crowd) concerns(stream, line string) bool {
	category, _ := eventstore.Split(stream)
	template, _, _ := strings.Cut(line, ": ")
	return category != delivery.Decider.Category || slices.Contains(c.about, template)
}

// everything is the whole log as it stands.
func (p *product) everything() func(func(eventstore.Recorded) bool) {
	return func(yield func(eventstore.Recorded) bool) {
		for batch, err := range p.core.log.Follow(p.t.Context(), 0) {
			if err != nil {
				p.t.Fatal(err)
			}
			for _, r := range batch.Events {
				if !yield(r) {
					return
				}
			}
			if batch.CaughtUp {
				return
			}
		}
	}
}
