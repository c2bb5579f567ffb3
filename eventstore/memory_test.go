package eventstore_test

import (
	"testing"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/logtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	logtest.Run(t, func(*testing.T) eventstore.Log { return eventstore.NewMemory() })
}
