package vault

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	ana := []string{"ana.lopez-ruiz@example.org", "Ana María Castañeda", "Li", "bo.xu-su@example.org"}
	for typed, want := range map[string]error{
		"Trestle-7":                    nil,
		"Vk!mnoqr":                     nil,
		"Vk!mnoq":                      ErrTooShort,
		"":                             ErrTooShort,
		"Vk man\u0303ana":              nil, // nine letters however composed
		"Vk !\u0303\u0303\u0303\u0303": nil,
		"A\u030ab\u030a!c\u030ad":      ErrTooShort, // composed: Å b̊ ! c̊ d

		"Aa!" + strings.Repeat("xyq", 41) + "xy":   nil, // 128
		"Aa!" + strings.Repeat("xyq", 41) + "xyq":  ErrTooLong,
		"Aa!" + strings.Repeat("ñ\U0001F600ü", 41): nil, // code points, not bytes
		"vk!mnoqr":           ErrNeedsUpper,
		"VK!MNOQR":           ErrNeedsLower,
		"Vk1mnoqr":           ErrNeedsSpecial,
		"Vkñmnoqr":           ErrNeedsSpecial, // a letter is not special
		"Ñk mnoqr":           nil,             // a space is
		"Four brown geese":   nil,
		"Report also weekly": nil, // "portal" only across a space

		"Qwerty123!":         ErrTooCommon,
		"!Qwerty2024":        ErrTooCommon,
		"Dr@g0n12345678!":    ErrTooCommon,
		"DragonDragon!":      ErrTooCommon,
		"Aaaaaaaaaa!":        ErrTooCommon,
		"Ññññññññ!":          ErrTooCommon,
		"$unSh1ne!!":         ErrTooCommon,
		"Il0veyou!":          ErrTooCommon,
		"Trustno1!":          ErrTooCommon,
		"Dragon!90817263544": nil, // what stands around it is more than a year
		"Passw0rd!":          ErrTooCommon,
		"Pässword!x":         nil,

		"My-Uscis-2x":          ErrContext,
		"Go-U$C1S-go":          ErrContext,
		"Casetrail's one":      ErrContext,
		"The porTal door!":     ErrContext,
		"Xy-Password-Zq":       ErrContext,
		"Lopez & friends":      ErrContext,
		"Xx-Ruiz-xx-yy":        ErrContext,
		"Analopezruiz!x":       ErrContext,
		"Castan\u0303eda, yes": ErrContext,
		"Boxusu, my dog":       ErrContext,
		"Bo & xu, friends":     nil,
		"Example.org rules":    nil, // the domain is everybody's
		"Ana and Li went":      nil, // too short to forbid
	} {
		err := CheckPassword(typed, ana)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%q: %v, want %v", typed, err, want)
		}
		var refusal *domain.Error
		if err != nil && (!errors.As(err, &refusal) || refusal.Kind != domain.Invalid || typed != "" && strings.Contains(err.Error(), typed)) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestCommonStemsAreSorted(t *testing.T) {
	t.Parallel()
	if !slices.IsSorted(commonStems) || len(commonStems) < 300 {
		t.Errorf("%d stems, sorted: %v", len(commonStems), slices.IsSorted(commonStems))
	}
	for _, stem := range commonStems {
		if stem != plain(strings.ToLower(stem)) || stem != once(stem) {
			t.Errorf("no password can have the stem %s", stem)
		}
	}
}
