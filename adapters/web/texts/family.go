package texts

import "sync"

var families struct {
	sync.Mutex
	keys []string
}

// Family declares keys that are put together at run time, prefix+code for each code, next to where that is done:
//
//	var _ = texts.Family("word.role.", "applicant", "representative")
//
// Without it the tests take such texts for unused and cannot see that one is missing.
func Family(prefix string, codes ...string) struct{} {
	families.Lock()
	defer families.Unlock()
	for _, c := range codes {
		families.keys = append(families.keys, prefix+c)
	}
	return struct{}{}
}
