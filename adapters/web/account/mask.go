package account

import "strings"

// mask leaves of an address what its holder knows it by: who has only guessed the password learns little.
func mask(address string) string {
	name, host, found := strings.Cut(address, "@")
	if !found || name == "" {
		return "•••"
	}
	first := []rune(name)[:1]
	return string(first) + "•••@" + host
}
