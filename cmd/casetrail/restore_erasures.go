package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/vault"
	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/personal"
	"github.com/casetrail/casetrail/eventstore"
)

// erasedAgain is what became of the erasures.
type erasedAgain struct {
	Keys     []personal.Subject `json:"keys"`     // were there again, and are destroyed again
	Held     []personal.Subject `json:"held"`     // a legal hold refuses their destruction
	Accounts []uuid.UUID        `json:"accounts"` // whose erasure was lost from the log, and is recorded again
	Missing  []personal.Subject `json:"missing"`  // named in the log, without key or tombstone: these keys are older than the log
}

// people are those whom a log names.
type people struct {
	erased   map[personal.Subject]uuid.UUID // by which event
	named    map[personal.Subject]bool      // whose keys sealed something
	accounts map[personal.Subject]uuid.UUID // holders of accounts that are neither erased nor lapsed
}

func newPeople() people {
	return people{map[personal.Subject]uuid.UUID{}, map[personal.Subject]bool{}, map[personal.Subject]uuid.UUID{}}
}

// meet takes one event into account.
func (p people) meet(codec *eventstore.Codec, erasers map[string]bool, r eventstore.Recorded) error {
	meta, err := codec.Meta(r)
	if err != nil && !codec.Knows(r.Type) {
		return nil // another product's, on an event store that is shared
	}
	if err != nil {
		return err
	}
	for _, subject := range meta.Subjects {
		p.named[subject] = true
	}
	if category, id := eventstore.Split(r.Stream); category == account.Decider.Category {
		p.follow(id, r)
	}
	if !erasers[r.Type] {
		return nil
	}
	event, err := codec.Decode(r)
	if err != nil {
		return err
	}
	for _, subject := range event.(domain.Eraser).Erases() {
		p.erased[subject] = r.ID
		delete(p.accounts, subject)
	}
	return nil
}

// follow notes who has an account. A registration that lapsed leaves nobody, and no key.
func (p people) follow(id string, r eventstore.Recorded) {
	of, err := uuid.Parse(id)
	if err != nil {
		return
	}
	switch holder := personal.Holder(of); {
	case r.Revision == 1:
		p.accounts[holder] = of
	case r.Type == account.Lapsed{}.EventType():
		p.erased[holder] = r.ID
		delete(p.accounts, holder)
	}
}

// erasers are the types whose events erase.
func erasers(catalog domain.Catalog) map[string]bool {
	types := map[string]bool{}
	for _, entry := range catalog {
		if _, ok := entry.Example.(domain.Eraser); ok {
			types[entry.Type] = true
		}
	}
	return types
}

// ledgers reads what was printed of erasures.
func ledgers(files []string) (all []vault.Tombstone, err error) {
	for _, name := range files {
		stones, err := readErasures(name)
		if err != nil {
			return nil, err
		}
		all = append(all, stones...)
	}
	return all, nil
}

// eraseAgain destroys what came back with an older backup of the keys, and ends accounts whose erasure the log has lost: their
// tombstones say that they were erased.
func (c *core) eraseAgain(ctx context.Context, p people, ledger []vault.Tombstone) (again erasedAgain, err error) {
	again.Keys, again.Held = []personal.Subject{}, []personal.Subject{}
	for _, stone := range ledger {
		if _, ok := p.erased[stone.Subject]; !ok {
			p.erased[stone.Subject] = stone.Certificate
		}
	}
	living, err := c.keys.Living(ctx, slices.Collect(maps.Keys(p.erased)))
	if err != nil {
		return again, err
	}
	for _, subject := range living {
		switch err := c.keys.Destroy(ctx, subject, p.erased[subject]); {
		case errors.Is(err, vault.ErrHeld):
			again.Held = append(again.Held, subject)
		case err != nil:
			return again, err
		default:
			again.Keys = append(again.Keys, subject)
		}
	}
	// Who was erased and is not among these keys at all, because they are older, gets a tombstone, lest a new key is made.
	absent, err := c.keys.Missing(ctx, slices.Collect(maps.Keys(p.erased)))
	if err != nil {
		return again, err
	}
	for _, subject := range absent {
		if err := c.keys.Destroy(ctx, subject, p.erased[subject]); err != nil {
			return again, err
		}
	}
	if again.Accounts, err = c.endAgain(ctx, p); err != nil {
		return again, err
	}
	again.Missing, err = c.keys.Missing(ctx, slices.Collect(maps.Keys(p.named)))
	return again, err
}

// endAgain records the erasures that only tombstones remember; servers then do what follows from them.
func (c *core) endAgain(ctx context.Context, p people) (ended []uuid.UUID, err error) {
	stones, err := c.keys.Tombstones(ctx)
	if err != nil {
		return nil, err
	}
	ended = []uuid.UUID{}
	for _, stone := range stones {
		id, ok := p.accounts[stone.Subject]
		if !ok {
			continue
		}
		act := domain.Attempt(domain.Actor{Kind: domain.Operator, ID: "restore"}, "restore", stone.Certificate.String(), time.Now(), nil)
		if _, err := c.accounts.Do(ctx, id.String(), account.Erase{}, act); err != nil {
			return ended, fmt.Errorf("ending account %s again: %w", id, err)
		}
		ended = append(ended, id)
	}
	return ended, nil
}
