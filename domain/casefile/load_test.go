package casefile

import (
	"testing"
	"testing/fstest"
)

func TestBrokenTablesDoNotLoad(t *testing.T) {
	t.Parallel()
	for name, table := range map[string]string{
		"not JSON":           `[{"code": "DA"`,
		"a misspelled field": `[{"code": "DA", "titel": {"en": "Case Was Approved"}}]`,
		"not a list":         `{"code": "DA"}`,
	} {
		files := fstest.MapFS{"codes/decision.json": {Data: []byte(table)}}
		if codes, err := decodeCodes(files, "decision"); err == nil {
			t.Errorf("%s loads as %v", name, codes)
		}
	}
	if _, err := decodeCodes(fstest.MapFS{}, "decision"); err == nil {
		t.Error("a stage without a table loads")
	}
	files := fstest.MapFS{"codes/decision.json": {Data: []byte(`[{"code": "DA", "public": true}]`)}}
	if codes, err := decodeCodes(files, "decision"); err != nil || len(codes) != 1 || codes[0].Stage != "decision" {
		t.Errorf("a sound table loads as %v, %v", codes, err)
	}
}
