// Package wreck is a PostgreSQL server of its own that a test may wreck while a product works on it: end it as a power cut
// does, kill what serves one connection, cut the wires, lose answers on the way, turn its clock, fill its disk.
//
// It flushes as a server must. A product reaches it by URL, over a wire that the test holds; the test itself looks behind it
// by Direct.
package wreck
