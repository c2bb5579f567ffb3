package texts_test

import (
	"os"
	"testing"

	_ "github.com/casetrail/casetrail/adapters/web" // so that every page has declared its families
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func TestPagesAndTextsFit(t *testing.T) {
	t.Parallel()
	var declared []string
	for code := range errors() {
		declared = append(declared, "error."+code)
	}
	wrong, err := texts.Gate(os.DirFS(".."), declared)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}
