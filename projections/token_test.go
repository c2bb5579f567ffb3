package projections

import (
	"errors"
	"math"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
)

var epoch = uuid.MustParse("0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f")

func TestAPositionLeavesAndComesBack(t *testing.T) {
	t.Parallel()
	for _, at := range []domain.Position{0, 1, 24, math.MaxInt64} {
		got, of, err := ParseToken(Token(at, epoch))
		if got != at || of != epoch || err != nil {
			t.Errorf("%d came back as %d of %s, %v", at, got, of, err)
		}
	}
}

func TestWhatIsNoToken(t *testing.T) {
	t.Parallel()
	good := Token(7, epoch)
	for _, token := range []string{
		"", ".", "7", epoch.String(), epoch.String() + ".", good + ".", good + " ", " " + good, good + ".1", "." + good,
		epoch.String() + ".-7", epoch.String() + ".+7", epoch.String() + ".07", epoch.String() + ".7e1", epoch.String() + ".0x7",
		epoch.String() + ".9223372036854775808", epoch.String() + ".99999999999999999999999",
		"0B1C7E1E-3a52-5f0a-9c58-0a1b2c3d4e5f.7", "{0b1c7e1e-3a52-5f0a-9c58-0a1b2c3d4e5f}.7", "urn:uuid:" + good,
		"0b1c7e1e3a525f0a9c580a1b2c3d4e5f.7", "\xff\xfe.7",
	} {
		if _, _, err := ParseToken(token); !errors.Is(err, ErrToken) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

func TestATokenOfAnotherEpoch(t *testing.T) {
	w := newWorld(t)
	e := w.engine(tills())
	token, err := e.Token(t.Context(), 7)
	must(t, err)
	if at, err := e.Position(t.Context(), token); at != 7 || err != nil {
		t.Errorf("%d %v", at, err)
	}
	if _, err := e.Position(t.Context(), Token(7, epoch)); !errors.Is(err, ErrOtherEpoch) {
		t.Error(err)
	}
	if _, err := e.Position(t.Context(), "7"); !errors.Is(err, ErrToken) {
		t.Error(err)
	}
}

// The law: a text is a token only if it is exactly what Token makes of what it says.
func FuzzParseToken(f *testing.F) {
	for _, seed := range []string{"", ".", Token(0, epoch), Token(math.MaxInt64, epoch), epoch.String() + ".07", "urn:uuid:" + Token(1, epoch)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		at, of, err := ParseToken(token)
		switch {
		case err == nil && Token(at, of) != token:
			t.Errorf("%q was read as %s", token, Token(at, of))
		case err != nil && (!errors.Is(err, ErrToken) || at != 0 || of != uuid.Nil):
			t.Errorf("%q: %d %s %v", token, at, of, err)
		}
	})
}
