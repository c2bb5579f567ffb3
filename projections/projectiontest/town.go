package projectiontest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain/access"
	"github.com/casetrail/casetrail/domain/account"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/delivery"
	"github.com/casetrail/casetrail/domain/recovery"
	"github.com/casetrail/casetrail/domain/secret"
	"github.com/casetrail/casetrail/domain/staff"
)

// Town is what happens to this many cases, who sees them, as many accounts and messages, and some members of staff, API clients and
// forgotten passwords, all at the same time: random, the same for the same seed, and nothing that the aggregates would refuse.
func Town(seed uint64, cases int) []Happening {
	r, programs := rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, 1))
	from := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	var lives [][]Happening
	add := func(one []Happening) { lives = append(lives, one) }
	for i := range cases {
		receipt, id := fmt.Sprintf("IOE%010d", 1000+i), ID(r)
		add(life(r, receipt, from, 5+r.IntN(20)))
		add(of(live(access.Decider, receipt, from, 1+r.IntN(50), func(s access.State, at time.Time) Move[access.Command] {
			return NextOfAccess(r, []uuid.UUID{id, ID(r)}, s, at)
		})))
		add(of(live(account.Decider, id.String(), from, 10+r.IntN(60), func(s account.State, at time.Time) Move[account.Command] {
			return NextOfAccount(r, id, s, at)
		})))
		message := ID(r)
		add(of(live(delivery.Decider, message.String(), from, 1+r.IntN(5), func(s delivery.State, at time.Time) Move[delivery.Command] {
			return NextOfDelivery(r, message, receipt, s, at)
		})))
		if i%10 == 0 {
			add(of(live(staff.Decider, id.String(), from, 6, func(s staff.State, at time.Time) Move[staff.Command] {
				return NextOfStaff(r, id, s, at)
			})))
		}
		if i%3 == 0 {
			program := ID(programs)
			add(of(live(client.Decider, program.String(), from, 12, func(s client.State, at time.Time) Move[client.Command] {
				return NextOfClient(programs, program, id, s)
			})))
			forgotten := ID(programs)
			add(of(live(recovery.Decider, forgotten.String(), from, 1, func(_ recovery.State, at time.Time) Move[recovery.Command] {
				return Forget(programs, forgotten, at)
			})))
		}
	}
	return mixed(r, lives)
}

// Cases is what happens to this many cases, some hundreds of them at a time.
func Cases(seed uint64, cases int) []Happening {
	r := rand.New(rand.NewPCG(seed, 0))
	lives := make([][]Happening, cases)
	for i := range lives {
		lives[i] = life(r, fmt.Sprintf("IOE%010d", i), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), 5+r.IntN(20))
	}
	return mixed(r, lives)
}

// life is what happens to one case.
func life(r *rand.Rand, receipt string, from time.Time, moves int) []Happening {
	return of(live(casefile.Decider, receipt, from, moves, func(s casefile.State, at time.Time) Move[casefile.Command] {
		return NextOfCase(r, receipt, s, at)
	}))
}

func of[S any](all []Happening, _ S) []Happening { return all }

// mixed lets the lives go on side by side, some hundreds of them at a time.
func mixed(r *rand.Rand, lives [][]Happening) (all []Happening) {
	const abreast = 300
	for len(lives) > 0 {
		i := r.IntN(min(len(lives), abreast))
		if len(lives[i]) == 0 {
			lives[i] = lives[0]
			lives = lives[1:]
			continue
		}
		all = append(all, lives[i][0])
		lives[i] = lives[i][1:]
	}
	return all
}

// ID is a random id.
func ID(r *rand.Rand) (id uuid.UUID) {
	binary.LittleEndian.PutUint64(id[:8], r.Uint64())
	binary.LittleEndian.PutUint64(id[8:], r.Uint64())
	return id
}

func ref(r *rand.Rand) secret.Ref { return secret.Ref{ID: ID(r), Key: "1"} }
