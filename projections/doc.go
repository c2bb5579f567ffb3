// Package projections keeps tables in step with the log. A Projection says which events it reads and how they become
// rows; the Engine brings every projection forward, each at its own pace, and says how far it has come.
// The read models are packages below it.
//
// A new version of a projection is filled beside the old one, each by the binary that has it, in the schema name_vN; a
// rebuild in place fills a schema of its own name and then exchanges the two. A projection of many streams can be sharded.
//
// What a caller may rely on: a row and the checkpoint that covers it are written in one transaction, after a
// compare-and-set of that checkpoint, so each event is applied once, whoever else believes to be the owner.
package projections
