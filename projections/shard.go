package projections

import (
	"hash/fnv"
	"strconv"
)

// shard is what moves by itself: a projection, or that part of one which has its streams. It has a checkpoint and a lease
// of its own.
type shard struct {
	Projection
	n int
}

// parts is how many shards there are.
func (p Projection) parts() int {
	if p.schema != "" { // who fills tables fills all of them
		return 1
	}
	return max(1, p.Shards)
}

func (p Projection) shards() []shard {
	all := make([]shard, p.parts())
	for n := range all {
		all[n] = shard{p, n}
	}
	return all
}

// checkpoint is the name of the shard's row in app.checkpoints.
func (s shard) checkpoint() string {
	if s.parts() == 1 {
		return s.Schema()
	}
	return s.Schema() + "#" + strconv.Itoa(s.n)
}

func (s shard) lease() string { return leaseOf + s.checkpoint() }

func (s shard) has(stream string) bool {
	return spread(stream)%uint64(s.parts()) == uint64(s.n)
}

// checkpoints are the names of a projection's rows in app.checkpoints.
func (p Projection) checkpoints() []string {
	var names []string
	for _, s := range p.shards() {
		names = append(names, s.checkpoint())
	}
	return names
}

// of is the shard that has a stream.
func (p Projection) of(stream string) shard {
	return shard{p, int(spread(stream) % uint64(p.parts()))}
}

// spread is a number of a stream, the same in every process and for ever: checkpoints depend on it. FNV alone tells names
// that differ only at their end apart in its upper bits, so these are folded into the lower ones.
func spread(stream string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(stream)) // never fails
	sum := h.Sum64()
	return sum ^ sum>>32
}
