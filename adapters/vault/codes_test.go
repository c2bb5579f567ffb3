package vault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/secret"
)

// fixedSecrets are the same at every run: failures repeat.
func fixedSecrets(t testing.TB) *Secrets {
	t.Helper()
	s, err := NewSecrets(bytes.NewReader([]byte(strings.Repeat("a key of just 32 bytes, no more!", 2) + strings.Repeat("another key that has 32 bytes...", 2))))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func act(name string) domain.Act { return domain.Act{ID: uuid.NewSHA1(uuid.Nil, []byte(name))} }

func reveal(t testing.TB, s *Secrets, purpose string, ref secret.Ref) string {
	t.Helper()
	plain, err := NewRevealer(s).Reveal(purpose, ref)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestSecretsLookAsTheirPurposeSays(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	for purpose, shape := range map[string]string{
		secret.ConfirmLink: `^[\w-]{43}$`,
		secret.EnrolLink:   `^[\w-]{43}$`,
		secret.SignUpCode:  `^\d{6}$`,
		secret.SignInCode:  `^\d{6}$`,
		secret.BackupCode:  `^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{4}$`,
		secret.AccessCode:  `^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`,
	} {
		for i := range 50 {
			ref := NewCodes(s).Issue(purpose, act(fmt.Sprint(i)))
			if plain := reveal(t, s, purpose, ref); !regexp.MustCompile(shape).MatchString(plain) {
				t.Errorf("%s looks like %s", purpose, plain)
			}
		}
	}
}

// A guess at nothing is as much work as a guess at something.
func TestOfNoReferenceASecretIsMadeAllTheSame(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	for name, ref := range map[string]secret.Ref{"no reference": {}, "a lost key's": {ID: uuid.New(), Key: "9"}} {
		if made, ok := derive(s, secret.ResetLink, ref); made == "" || ok {
			t.Errorf("%s: made %q, %t", name, made, ok)
		}
	}
}

func TestIssueNamesOneSecretAnActAndPurpose(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	codes, other := NewCodes(s), newSecrets(t)
	ref := codes.Issue(secret.AccessCode, act("a"))
	right := codes.Presented(secret.AccessCode, reveal(t, s, secret.AccessCode, ref))
	if codes.Issue(secret.AccessCode, act("a")) != ref || !right.Is(ref) {
		t.Error("a repeat of the act names another secret")
	}
	noKey := ref
	noKey.Key = "9"
	for name, wrong := range map[string]secret.Ref{
		"another act's":          codes.Issue(secret.AccessCode, act("b")),
		"another purpose's":      codes.Issue(secret.BackupCode, act("a")),
		"a numbered one's":       ref.Numbered(1),
		"a lost key's":           noKey,
		"no reference":           {},
		"a key without a secret": {Key: ref.Key},
	} {
		if right.Is(wrong) {
			t.Errorf("it is %s too", name)
		}
	}
	for _, wrong := range []secret.Presented{
		codes.Presented(secret.BackupCode, reveal(t, s, secret.AccessCode, ref)),
		NewCodes(other).Presented(secret.AccessCode, reveal(t, s, secret.AccessCode, ref)),
		codes.Presented("no such purpose", reveal(t, s, secret.AccessCode, ref)),
		codes.Presented(secret.AccessCode, ""),
		codes.Presented(secret.AccessCode, "Ω"),
		codes.Presented(secret.AccessCode, "\xff\xfe"),
		codes.Presented(secret.AccessCode, reveal(t, s, secret.AccessCode, ref)+strings.Repeat(" ", longestTyped)),
	} {
		if wrong.Is(ref) {
			t.Error("a wrong secret is right")
		}
		if wrong.Is(noKey) || wrong.Is(secret.Ref{}) {
			t.Error("an impossible reference has a secret")
		}
	}
}

func TestOneUseFitsNoOther(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	ref := secret.Ref{ID: uuid.New(), Key: "1"} // one id under all purposes
	for _, a := range []string{secret.SignUpCode, secret.ConfirmLink} {
		b := map[string]string{secret.SignUpCode: secret.SignInCode, secret.ConfirmLink: secret.EnrolLink}[a]
		same := 0
		for range 3 {
			if reveal(t, s, a, ref) == reveal(t, s, b, ref) {
				same++
			}
			ref.ID = uuid.New()
		}
		if same == 3 {
			t.Errorf("%s and %s are one secret", a, b)
		}
	}
}

func TestRevealRefusesWhatItCannotMake(t *testing.T) {
	t.Parallel()
	r := NewRevealer(newSecrets(t))
	for _, row := range []struct {
		purpose string
		ref     secret.Ref
	}{
		{"no such purpose", secret.Ref{ID: uuid.New(), Key: "1"}},
		{secret.AccessCode, secret.Ref{ID: uuid.New(), Key: "2"}},
		{secret.AccessCode, secret.Ref{ID: uuid.New()}},
		{secret.AccessCode, secret.Ref{}},
		{secret.AccessCode, secret.Ref{Key: "1"}},
	} {
		if plain, err := r.Reveal(row.purpose, row.ref); err == nil || plain != "" {
			t.Errorf("%s of %v was revealed", row.purpose, row.ref)
		}
	}
}

func TestOldGenerationsStillFit(t *testing.T) {
	t.Parallel()
	before := newSecrets(t)
	ref := NewCodes(before).Issue(secret.AccessCode, act("letter"))
	plain := reveal(t, before, secret.AccessCode, ref)

	after := hidden(roots{Codes: keyring{Current: "2", Keys: map[string][]byte{"1": before.roots().Codes.Keys["1"], "2": mustKey()}}})
	codes := NewCodes(after)
	if reveal(t, after, secret.AccessCode, ref) != plain || !codes.Presented(secret.AccessCode, plain).Is(ref) {
		t.Error("a letter on its way died with the rotation")
	}
	fresh := codes.Issue(secret.AccessCode, act("letter"))
	if fresh.Key != "2" || reveal(t, after, secret.AccessCode, fresh) == plain {
		t.Error("new secrets are made with the old key")
	}
}

func TestDigitsAreEven(t *testing.T) {
	t.Parallel()
	s := fixedSecrets(t)
	const n = 20_000
	var first [10]int
	for i := range n {
		first[reveal(t, s, secret.SignInCode, NewCodes(s).Issue(secret.SignInCode, act(fmt.Sprint(i))))[0]-'0']++
	}
	for digit, count := range first {
		if count < n/10*9/10 || count > n/10*11/10 {
			t.Errorf("%d codes of %d begin with %d", count, n, digit)
		}
	}
}

func TestPresentedPrintsNothing(t *testing.T) {
	t.Parallel()
	p := NewCodes(newSecrets(t)).Presented(secret.AccessCode, "SQUEAMISH")
	type command struct {
		Code   secret.Presented
		hidden secret.Presented
	}
	c := command{p, p}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		fmt.Fprintf(&out, verb+verb+verb+"\n", p, c, &c)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("typed", "code", p, "command", c)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("typed", "code", p, "command", c)
	must(t, json.NewEncoder(&out).Encode(c))
	for _, form := range []string{"SQUEAMISH", "squeamish", "5155454", "53515545"} {
		if strings.Contains(out.String(), form) {
			t.Errorf("%s is printed", form)
		}
	}
	if !strings.Contains(out.String(), "***") {
		t.Error("nothing says that something is hidden")
	}
}

// lookAlikes are what may stand for a character of a code, besides its other case.
var lookAlikes = map[rune]string{'0': "Oo", '1': "IiLl"}

// FuzzCodesAreReadTolerantly: a revealed code is right however it is formatted, and wrong with one character changed
// into what does not look like it.
func FuzzCodesAreReadTolerantly(f *testing.F) {
	f.Add("letter", "-", uint(0), 'O')
	f.Add("letter", " ", uint(3), 'l')
	f.Add("sheet", "\u2013", uint(11), 'U')
	f.Add("sheet", "\u00a0\u200b", uint(7), '０')
	f.Add("", "\u2212\t\n", uint(5), '!')
	s := fixedSecrets(f)
	codes := NewCodes(s)
	f.Fuzz(func(t *testing.T, name, between string, at uint, other rune) {
		between = onlySeparators(between)
		for _, purpose := range []string{secret.SignInCode, secret.BackupCode, secret.AccessCode} {
			ref := codes.Issue(purpose, act(name))
			plain := strings.ReplaceAll(reveal(t, s, purpose, ref), "-", "")
			spaced := between + strings.Join(strings.Split(plain, ""), between) + between
			for _, typed := range []string{plain, spaced, strings.ToLower(spaced), dressedUp(plain)} {
				if purpose == secret.SignInCode && typed == dressedUp(plain) {
					continue // letters stand for nothing in a code of digits
				}
				if len(typed) <= longestTyped && !codes.Presented(purpose, typed).Is(ref) {
					t.Errorf("%s: %q is not read as %s", purpose, typed, plain)
				}
			}
			i := int(at % uint(len(plain)))
			changed := plain[:i] + string(other) + plain[i+1:]
			if alike(rune(plain[i]), other, purpose) {
				continue
			}
			if codes.Presented(purpose, changed).Is(ref) {
				t.Errorf("%s: %q passes for %s", purpose, changed, plain)
			}
		}
	})
}

func onlySeparators(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("- \t\r\n\u00a0\u00ad\u2009\u200b\u2010\u2011\u2012\u2013\u2014\u2212\ufeff", r) {
			return r
		}
		return -1
	}, s)
}

// dressedUp writes look-alikes wherever there are some.
func dressedUp(plain string) string {
	return strings.NewReplacer("0", "o", "1", "l", "A", "ａ", "7", "７").Replace(plain)
}

// alike says, without the code under test, whether other may be read as the character of a code. The hundreds of styled
// letters and digits of Unicode (superscript, bold, wide…) are outside the law: they are read as the plain ones, or not.
func alike(is, other rune, purpose string) bool {
	if is == other || other > 0x7f {
		return true
	}
	return purpose != secret.SignInCode && (strings.EqualFold(string(is), string(other)) || strings.ContainsRune(lookAlikes[is], other))
}
