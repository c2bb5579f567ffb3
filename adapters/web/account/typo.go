package account

import (
	"slices"
	"strings"
)

// popular are the mail services of most people. Others are like them by name and are real, so that nobody is asked.
var (
	popular = []string{
		"gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com", "live.com", "msn.com", "comcast.net",
		"verizon.net", "protonmail.com", "hotmail.es", "yahoo.es", "outlook.es", "yahoo.com.mx",
	}
	alike = []string{"mail.com", "email.com", "ymail.com", "gmx.com", "yahoo.ca", "me.com", "mac.com", "att.net", "cox.net", "proton.me"}
)

// suggest is the address that was probably meant, when what follows the @ is a slip away from a popular service; empty
// when there is nothing to suggest.
func suggest(typed string) string {
	local, host, ok := strings.Cut(strings.TrimSpace(typed), "@")
	host = strings.ToLower(host)
	if !ok || local == "" || slices.Contains(popular, host) || slices.Contains(alike, host) {
		return ""
	}
	for _, service := range popular {
		slips := slips(host, service)
		if slips == 1 || slips == 2 && len(service) > 8 && host[0] == service[0] {
			return local + "@" + service
		}
	}
	return ""
}

// slips counts how many letters were left out, added, mistaken or swapped with their neighbor.
func slips(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			wrong := 1
			if a[i] == b[j] {
				wrong = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+wrong)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
