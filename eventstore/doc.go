// Package eventstore is the log of everything that happened, the codec between facts and bytes, and the one command handler.
// The stores are packages below it; logtest holds what each of them promises.
package eventstore
