package account

import (
	"context"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
	"github.com/casetrail/casetrail/domain/account"
)

var _ = texts.Family("word.method.", account.MethodAuthenticator, account.MethodText, account.MethodMail)

// mailLook: the app is what we suggest, so that its button is the main one until there is an app.
func mailLook(hasApp bool) parts.Look {
	if hasApp {
		return parts.Main
	}
	return parts.Second
}

// continueLook: going on is the main thing once nothing is left to set up.
func continueLook(both bool) parts.Look {
	if both {
		return parts.Main
	}
	return parts.Second
}

func continueText(ctx context.Context, both bool) string {
	if both {
		return texts.T(ctx, "word.continue")
	}
	return texts.T(ctx, "choose_methods.one_only")
}
