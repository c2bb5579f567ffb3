// Package domain holds what every rule, workflow, projection and reactor speaks: events, acts, errors, deciders.
// Each aggregate is a package below it. Nothing here does I/O, reads a clock, draws a random number or knows a key.
package domain
