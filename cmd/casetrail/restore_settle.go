package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/transfer"
)

// settle does what comes after the tables are back and the new epoch has begun: it reads the log through, erases again, and
// names what was lost. from is what was restored.
func (c *core) settle(ctx context.Context, t terminal, from manifest, ledger []vault.Tombstone, known []head) (r restored, err error) {
	who := newPeople()
	if r.Sum, from.Log.Stored, err = c.readThrough(ctx, t, from, who); err != nil {
		return r, err
	}
	if from.Sum != nil && !from.Sum.Same(r.Sum) {
		return r, fmt.Errorf("the restored log is not the one that was saved: its chain is %s, not %s", r.Sum.Chain, from.Sum.Chain)
	}
	if r.Lost, err = c.lost(ctx, from, known); err != nil {
		return r, err
	}
	if r.Erased, err = c.eraseAgain(ctx, who, ledger); err != nil {
		return r, err
	}
	info, err := c.log.Info(ctx)
	r.Store, r.Epoch = info.Store, info.Epoch
	return r, err
}

// readThrough sums the restored log up, and meets everybody whom it names; last is when its last event was stored.
func (c *core) readThrough(ctx context.Context, t terminal, from manifest, who people) (sum transfer.Sum, last time.Time, err error) {
	shown, erases := t.progress("reading the restored log", "events", int64(from.Log.Head)), erasers(c.codec.Catalog())
	defer shown.end()
	met := func(yield func(eventstore.Recorded, error) bool) {
		for r, err := range transfer.Until(ctx, c.log, from.Log.Head) {
			if err == nil {
				last, err = r.Stored, who.meet(c.codec, erases, r)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
	sum, err = transfer.Sums(met, shown.add)
	return sum, last, err
}

func showRestored(w io.Writer, r restored) {
	fmt.Fprintf(w, "Restored %d events. The epoch is %s, and new.\n", r.Sum.Events, r.Epoch)
	r.Lost.show(w)
	list := func(what string, ids []personal.Subject) {
		for _, id := range ids {
			fmt.Fprintf(w, "%s %s\n", what, id)
		}
	}
	list("Key destroyed again:", r.Erased.Keys)
	list("A legal hold keeps the key of an erased person:", r.Erased.Held)
	list("Erased again, because the log had lost it: account", r.Erased.Accounts)
	list("MISSING is the key of", r.Erased.Missing)
	if len(r.Erased.Missing) > 0 {
		fmt.Fprintln(w, "These keys are older than the log. Restore newer ones before anybody serves from here.")
	}
	fmt.Fprintln(w, "Read models are made anew: by the first server where there are none, else by `casetrail projections rebuild`.")
}

func (l lost) show(w io.Writer) {
	since := "the beginning"
	if !l.Since.IsZero() {
		since = l.Since.Format(time.RFC3339)
	}
	switch {
	case l.Through > 0 && !l.Until.IsZero():
		fmt.Fprintf(w, "LOST: positions %d to %d at least, stored from %s on and there at %s, as %s says.\n", l.After+1, l.Through, since, l.Until.Format(time.RFC3339), l.By)
	case l.Through > 0:
		fmt.Fprintf(w, "LOST: positions %d to %d at least, stored from %s on, as %s says.\n", l.After+1, l.Through, since, l.By)
	default:
		fmt.Fprintf(w, "Lost is what happened after position %d (%s), if anything did: nothing here knows of more.\n", l.After, since)
	}
	if l.Keys > 0 {
		fmt.Fprintf(w, "%d keys were made after that, the newest at %s: there were events about people of whom the log knows nothing.\n", l.Keys, l.NewKey.Format(time.RFC3339))
	}
	fmt.Fprintln(w, "Erasures after that are known only from the keys, and from lists given with --erasures.")
}
