// Package vault keeps what may never stand in an event: keys, passwords, authenticator seeds, and the keys from which
// one-time secrets and digests are made.
//
// The log decides which secret is valid; the vault only knows what it looks like. Everything here grows from one file,
// the root secrets: whoever has that file and both databases can read everything, and whoever lacks the file nothing.
//
//   - Keys: one key per person, in a database of their own. Destroying one erases that person.
//   - Vault: passwords (argon2id over a peppered HMAC) and authenticator seeds (sealed).
//   - Codes, Revealer: one-time secrets, derived and stored nowhere.
//   - Digests: what can be compared and not guessed.
//   - Forms: tokens and seals for the forms of the web front.
//   - Bearers: access tokens of API clients.
//
// An unknown id costs what a known one costs: the same statements, the same hashing.
package vault
