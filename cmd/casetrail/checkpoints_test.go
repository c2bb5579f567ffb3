package main

import (
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// move is a change of a checkpoint, by the server whose connection made it.
type move struct {
	Name        string
	Server      string
	Before, Own uuid.UUID // who had claimed it, who has now
	From, Upto  int64
}

// watchCheckpoints keeps every move of every checkpoint, in the database itself, and counts what each server tries: a
// sequence also counts what is rolled back.
func (f *fleet) watchCheckpoints(servers ...string) {
	f.t.Helper()
	for _, name := range servers {
		if _, err := f.core.pool.Exec(f.t.Context(), "create sequence public.tries_of_"+name); err != nil {
			f.t.Fatal(err)
		}
	}
	if _, err := f.core.pool.Exec(f.t.Context(), `
		create table public.moves (n bigserial, name text, server text, before uuid, own uuid, since bigint, upto bigint);
		create function public.keep_move() returns trigger language plpgsql as $$ begin
			insert into public.moves (name, server, before, own, since, upto)
			values (new.name, current_setting('application_name'), old.owner, new.owner, old.position, new.position);
			return null;
		end $$;
		create function public.count_try() returns trigger language plpgsql as $$ begin
			perform nextval('public.tries_of_' || current_setting('application_name'));
			return null;
		end $$;
		create trigger count_try before update on app.checkpoints for each statement execute function public.count_try();
		create trigger keep_move after update on app.checkpoints for each row execute function public.keep_move();
		create trigger keep_claim after insert on app.checkpoints for each row execute function public.keep_move()`); err != nil {
		f.t.Fatal(err)
	}
}

// triedToMove is how often a server has tried to move or claim checkpoints.
func (f *fleet) triedToMove(s *server) int {
	f.t.Helper()
	return f.count("select last_value from public.tries_of_" + s.name)
}

// onlyTheOwnerMoved holds every move of a checkpoint against who had claimed it: a server that lost it moves nothing.
func (f *fleet) onlyTheOwnerMoved() (moves int) {
	f.t.Helper()
	rows, err := f.core.pool.Query(f.t.Context(), `
		select name, server, coalesce(before, $1), coalesce(own, $1), coalesce(since, 0), upto from public.moves order by n`, uuid.Nil)
	if err != nil {
		f.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[move])
	if err != nil {
		f.t.Fatal(err)
	}
	claimed := map[string]string{}
	for _, m := range all {
		switch {
		case m.Before != m.Own && m.From == m.Upto, m.Before == uuid.Nil:
			claimed[m.Name] = m.Server
		case m.Before != m.Own, m.Server != claimed[m.Name], m.Upto < m.From:
			f.t.Errorf("the %s server moved %s from %d to %d, which the %s server had claimed", m.Server, m.Name, m.From, m.Upto, claimed[m.Name])
		}
	}
	if servers := serversOf(all); len(servers) < 3 {
		f.t.Errorf("only %v ever moved a checkpoint", servers)
	}
	return len(all)
}

func serversOf(all []move) (names []string) {
	for _, m := range all {
		names = append(names, m.Server)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
