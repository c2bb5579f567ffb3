package eventstore_test

import (
	"testing"

	"github.com/casetrail/casetrail/eventstore"
	"github.com/casetrail/casetrail/eventstore/logtest"
)

func TestLog(t *testing.T) {
	t.Parallel()
	logtest.Run(t, logtest.Store{Name: "memory", Open: func(testing.TB) logtest.Instance {
		return logtest.Instance{Log: eventstore.NewMemory()}
	}})
}
