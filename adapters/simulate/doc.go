// Package simulate plays people: applicants who sign up, sign in, and link the cases that they filed on paper, lawyers with
// hundreds of them, officers who receive and work on cases, and the product's own reactors and senders, in virtual time.
//
// They act through the same workflows, command handlers and reactors as everybody, so that what they leave in the log is
// what real use would leave. Only what is kept outside the log is not played: nobody counts their attempts, their browsers
// hold no tokens, and all of them have the one password that was hashed for them beforehand.
//
// A plan (cases, days, seed, the day on which it ends) always means the same people, the same acts and the same events;
// playing it again records nothing new, and an interrupted one goes on. A day is played by many workers at once, so that
// within a day the order of what different people did may differ; what one person did never does.
package simulate
