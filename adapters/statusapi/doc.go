// Package statusapi is the public Case Status API, as programs that exist expect it: OAuth 2.0 client credentials, and the
// status of a case by its receipt number. Names, types, order and formats of what it answers are not ours to change; the
// guide beside this file says which words of it are.
package statusapi
