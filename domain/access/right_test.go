package access_test

import (
	"slices"
	"testing"

	"github.com/casetrail/casetrail/domain/access"
)

func TestAllows(t *testing.T) {
	t.Parallel()
	for tier, want := range map[string][]string{
		access.TierFull: access.Rights, access.TierStatus: {access.RightStatus}, "": nil, "invented": nil,
	} {
		var got []string
		for _, right := range access.Rights {
			if access.Allows(tier, right) {
				got = append(got, right)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("a link of tier %q allows %v", tier, got)
		}
	}
}
