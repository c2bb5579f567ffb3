// Package door says who comes in, for every front alike: from which network, with which cookies, entitled to what, and
// what every answer carries to protect them.
package door
