// Package feed brings the log to Watermill: a subscriber with ordered lanes, a router with the middleware in the order that
// works, and the reactors that answer events with commands on the one server that holds their lease.
//
// Delivery is at least once. The events of one stream reach a consumer in order, the next after the acknowledgment of the
// one before; different streams go side by side. What a consumer cannot digest parks that stream for that consumer, visibly,
// and holds up nobody else; unless it is twenty streams within a minute: then that consumer halts, because it is hardly they
// who are wrong, until somebody lets it go on or another server takes over. A consumer that is slow or far behind reads the
// log by itself until it has caught up: nobody waits for it.
//
// Servers of two versions may run side by side: see Claim, and Prepare.
package feed
