package transfer

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/casetrail/casetrail/eventstore"
)

// Export writes all that the log holds now. seen, if it is not nil, is told of each stretch of events. After an error, what
// was written is not a file that anybody reads: it has no trailer.
func Export(ctx context.Context, log eventstore.Log, to io.Writer, compressed bool, seen func(events int)) (Header, Sum, error) {
	info, err := log.Info(ctx)
	if err != nil {
		return Header{}, Sum{}, err
	}
	h := Header{Format: format, Store: info.Store, Epoch: info.Epoch, Head: info.Head, Dense: info.Dense, Created: time.Now().UTC().Truncate(time.Second)}
	if !compressed {
		sum, err := export(ctx, log, h, to, seen)
		return h, sum, err
	}
	z, err := zstd.NewWriter(to)
	if err != nil {
		return h, Sum{}, err
	}
	sum, err := export(ctx, log, h, z, seen)
	if err != nil {
		return h, sum, err // not closed: that would end the frame as if it were complete
	}
	return h, sum, z.Close()
}

func export(ctx context.Context, log eventstore.Log, h Header, to io.Writer, seen func(int)) (Sum, error) {
	w := newWriter(to)
	if err := w.lines.Encode(h); err != nil {
		return Sum{}, err
	}
	for r, err := range Until(ctx, log, h.Head) {
		if err != nil {
			return Sum{}, err
		}
		if err := w.event(r); err != nil {
			return Sum{}, err
		}
		tell(seen, w.chain.events)
	}
	return w.close()
}

// tellEach is how many events pass between two words of progress.
const tellEach = 1000

func tell(seen func(int), events uint64) {
	if seen != nil && events%tellEach == 0 {
		seen(tellEach)
	}
}

// writer writes the lines of a file and keeps count of them.
type writer struct {
	out   *bufio.Writer
	hash  hash.Hash
	lines *json.Encoder
	chain *chain
}

func newWriter(to io.Writer) *writer {
	w := &writer{out: bufio.NewWriterSize(to, 1<<18), hash: sha256.New(), chain: newChain()}
	w.lines = json.NewEncoder(io.MultiWriter(w.out, w.hash))
	w.lines.SetEscapeHTML(false)
	return w
}

func (w *writer) event(r eventstore.Recorded) error {
	w.chain.add(r)
	return w.lines.Encode(lineOf(r))
}

func (w *writer) close() (Sum, error) {
	sum := w.chain.result()
	if err := w.lines.Encode(end{&Trailer{sum, hex.EncodeToString(w.hash.Sum(nil))}}); err != nil {
		return Sum{}, err
	}
	return sum, w.out.Flush()
}
