package workflow

import (
	"net/mail"
	"strings"
)

// address checks an e-mail address as far as can be done without sending to it, and answers it without surrounding space.
func address(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if len(typed) > 254 || strings.ContainsAny(typed, "\r\n\x00<>\"(),:; ") {
		return "", ErrAddress
	}
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed {
		return "", ErrAddress
	}
	local, host, ok := strings.Cut(typed, "@")
	if !ok || len(local) > 64 || !strings.Contains(host, ".") || strings.HasSuffix(host, ".") {
		return "", ErrAddress
	}
	return typed, nil
}
