// Package react has what the product does by itself: each reactor turns one event into commands and nothing else, one file
// a concern, and the scheduler turns what falls due into commands.
//
// Every act is derived from the event or the deadline that it answers, every delivery's id from the event, the template
// and the recipient: doing any of it again records nothing new.
package react
