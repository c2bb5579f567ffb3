package vault

import (
	"bytes"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newAuthenticator(t *testing.T, v *Vault) (id uuid.UUID, code func(time.Time) string) {
	t.Helper()
	id = uuid.New()
	seed, err := v.NewSeed(t.Context(), id)
	must(t, err)
	return id, func(at time.Time) string {
		c, err := totp.GenerateCode(seed, at)
		must(t, err)
		return c
	}
}

func TestNewSeedAnswersTheSameAgain(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	var wg sync.WaitGroup
	answers := make([]string, 8)
	for i := range answers {
		wg.Go(func() { answers[i], _ = v.NewSeed(t.Context(), id) })
	}
	wg.Wait()
	for _, seed := range answers {
		if raw, err := seedText.DecodeString(seed); err != nil || len(raw) != 20 || seed != answers[0] {
			t.Fatalf("the answers differ, or are not 160 bits: %v", err)
		}
	}
	if other, err := v.NewSeed(t.Context(), uuid.New()); err != nil || other == answers[0] {
		t.Errorf("another id: same seed, or %v", err)
	}
}

func TestNewSeedUnderAPasswordsIDIsAnError(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id := uuid.New()
	must(t, v.Put(t.Context(), id, []byte("Correct horse!")))
	if seed, err := v.NewSeed(t.Context(), id); err == nil || seed != "" {
		t.Error("a password's row gave a seed")
	}
}

func TestSeedIsSealedToItsRow(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id, other := uuid.New(), uuid.New()
	seed, err := v.NewSeed(t.Context(), id)
	must(t, err)
	_, err = v.NewSeed(t.Context(), other)
	must(t, err)
	var sealed []byte
	must(t, v.pool.QueryRow(t.Context(), `SELECT sealed FROM app.vault WHERE id = $1`, id).Scan(&sealed))
	raw, err := seedText.DecodeString(seed)
	must(t, err)
	if bytes.Contains(sealed, raw) || bytes.Contains(sealed, []byte(seed)) {
		t.Error("the seed lies in the table in clear")
	}
	_, err = v.pool.Exec(t.Context(), `UPDATE app.vault SET sealed = $2 WHERE id = $1`, other, sealed)
	must(t, err)
	if _, err := v.UseStep(t.Context(), other, "000000", noon); err == nil {
		t.Error("a seed moved to another row opens there")
	}
}

func TestUseStep(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	const step = 30 * time.Second
	spaced := func(code string) string { return " " + code[:3] + " " + code[3:] + "\n" }
	same := func(code string) string { return code }
	for _, row := range []struct {
		name string
		used time.Duration // of a code used before, at noon
		code time.Duration // of the code typed
		as   func(string) string
		at   time.Duration
		want bool
	}{
		{"at its time", -9 * step, 0, same, 0, true},
		{"with spaces", -9 * step, 0, spaced, 0, true},
		{"a step late", -9 * step, -step, same, 0, true},
		{"a step early", -9 * step, step, same, 0, true},
		{"two steps late", -9 * step, -2 * step, same, 0, false},
		{"two steps early", -9 * step, 2 * step, same, 0, false},
		{"used already", 0, 0, same, 0, false},
		{"used already, and later", 0, 0, same, 20 * time.Second, false},
		{"older than the last", 0, -step, same, 0, false},
		{"the next after the last", 0, step, same, step, true},
		{"cut short", -9 * step, 0, func(c string) string { return c[:5] }, 0, false},
		{"too long", -9 * step, 0, func(c string) string { return c + "0" }, 0, false},
		{"nothing", -9 * step, 0, func(string) string { return "" }, 0, false},
	} {
		id, code := newAuthenticator(t, v)
		used := noon.Add(row.used)
		if ok, err := v.UseStep(t.Context(), id, code(used), used); err != nil || !ok {
			t.Fatalf("%s: the code before: %v, %v", row.name, ok, err)
		}
		got, err := v.UseStep(t.Context(), id, row.as(code(noon.Add(row.code))), noon.Add(row.at))
		if err != nil || got != row.want {
			t.Errorf("%s: UseStep = %v, %v; want %v", row.name, got, err, row.want)
		}
	}
}

func TestUseStepIsWonOnce(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	id, code := newAuthenticator(t, v)
	typed := code(noon)
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			ok, err := v.UseStep(t.Context(), id, typed, noon)
			if err != nil {
				t.Error(err)
			}
			if ok {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d of 32 won", won.Load())
	}
}

func TestUnknownSeedCostsTheSame(t *testing.T) {
	t.Parallel()
	v, traced := newVault(t)
	id, code := newAuthenticator(t, v)
	use := func(id uuid.UUID, code string, want bool) []string {
		return traced.of(func() {
			if got, err := v.UseStep(t.Context(), id, code, noon); err != nil || got != want {
				t.Errorf("UseStep = %v, %v; want %v", got, err, want)
			}
		})
	}
	right := use(id, code(noon), true)
	for name, other := range map[string][]string{
		"used":    use(id, code(noon), false),
		"wrong":   use(id, "wrong!", false),
		"unknown": use(uuid.New(), "wrong!", false),
	} {
		if diff := cmp.Diff(right, other); diff != "" || len(right) != 2 {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNobodysSeedOpensNothing(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	raw, known, err := v.seed(t.Context(), uuid.New())
	must(t, err)
	code, err := totp.GenerateCode(seedText.EncodeToString(raw), noon)
	must(t, err)
	if ok, err := v.UseStep(t.Context(), uuid.New(), code, noon); known || ok || err != nil {
		t.Errorf("the code of nobody's seed: %v, %v", ok, err)
	}
}

func TestOTPAuthURL(t *testing.T) {
	t.Parallel()
	v, _ := newVault(t)
	seed, err := v.NewSeed(t.Context(), uuid.New())
	must(t, err)
	address, err := OTPAuthURL(seed, "Casetrail", "ana lopez@example.org")
	must(t, err)
	key, err := otp.NewKeyFromURL(address)
	must(t, err)
	if key.Issuer() != "Casetrail" || key.AccountName() != "ana lopez@example.org" || key.Secret() != seed || key.Period() != 30 {
		t.Errorf("issuer %q, account %q, period %d, or another seed", key.Issuer(), key.AccountName(), key.Period())
	}
	if u, err := url.Parse(address); err != nil || u.Scheme != "otpauth" || u.Host != "totp" || strings.Contains(address, "+") {
		t.Error("not an otpauth address that every app reads")
	}
	for _, bad := range [][3]string{{"not base32!", "Casetrail", "ana"}, {seed, "", "ana"}, {seed, "Casetrail", ""}} {
		if _, err := OTPAuthURL(bad[0], bad[1], bad[2]); err == nil || strings.Contains(err.Error(), bad[0]) {
			t.Errorf("err = %v", err)
		}
	}
}
