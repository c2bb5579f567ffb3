package limits

import "fmt"

// PasswordRule is one thing that a password needs. Pattern is a regular expression that Go and browsers (with their flags
// u and s) read alike, of what the password holds once it is in the form NFKC: so a page says while somebody types what the
// server will say.
type PasswordRule struct{ Name, Pattern string }

// PasswordRules are asked for in this order.
var PasswordRules = []PasswordRule{
	{"length", fmt.Sprintf("^.{%d,}$", PasswordMin)},
	{"upper", `\p{Lu}`},
	{"lower", `\p{Ll}`},
	{"special", `[^\p{L}\p{M}\p{N}]`},
}
