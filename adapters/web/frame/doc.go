// Package frame is what every screen lives in: who may come, in which language, with which form; what happens to what
// was typed; and how a page leaves. Screens are thin between it and the workflows: parse, run, render.
//
// A screen shows itself (Show) and does what is sent from it (Do). A Do that answers an error is followed by its Show with
// what was typed and the error in words; one that succeeds is followed by a redirect, or by a page shown once.
package frame
