package workflow

import (
	"context"
	"strings"

	"github.com/casetrail/casetrail/domain/personal"
)

// PasswordRule says whether a password may be chosen; context is what must not be in it (the person's own address).
type PasswordRule interface {
	CheckPassword(password string, context []string) error
}

func checkPassword(ctx context.Context, rule PasswordRule, opener Opener, password string, own personal.Text) error {
	if err := opener.OpenTexts(ctx, &own); err != nil {
		return err
	}
	address, _ := own.Value()
	local, _, _ := strings.Cut(address, "@")
	return rule.CheckPassword(password, []string{local})
}
