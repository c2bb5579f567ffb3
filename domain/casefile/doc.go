// Package casefile keeps the record of one filing: what the agency received, and what happened to it since. It says nothing
// about who looks at it. The stream's name is the receipt number.
//
//	                 Receive       Record, Transfer    Correct
//	(nothing)        received      unknown             unknown
//	received         conflict      one more action     the action no longer counts, one more action
//
// An action is an action code of the agency, the day on which it occurred, and parameters of known kinds: dates, times and
// entries of lists, never free text. A mistake is taken back by a later action, never by an edit. Codes, offices and forms
// are reference data (Codes, Offices, Forms, Notices), embedded and dated by Edition. What the agency has no published code
// for has one of the product's own, which begins with X. Any code may follow any other: what happened is recorded late and
// out of order, and the day on which it occurred puts it in its place. What then makes sense (what is asked, whether the
// case is closed, where it is on its way) is derived, and a code that changes nothing there does no harm.
//
// What people read of it (status, history, next step) is View, a pure fold of the same events.
package casefile
