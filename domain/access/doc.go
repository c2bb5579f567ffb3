// Package access decides who may see a case, and how much of it. One stream a receipt number: the codes that were mailed,
// and the links that they opened. Redeeming a code and linking the case are one event, so that a code links at most once.
//
// Nothing here reads a code or a birth date: commands carry what was compared. A stranger's wrong code leaves no trace here,
// so that nobody can kill a letter that is under way.
//
// A code:
//
//	           IssueCode        Redeem            IssueCode        ExpireCode     VoidCode, 5 wrong dates
//	(none)     alive            no match          –                –              –
//	alive      alive (new one)  used              replaced (old)   expired        voided
//	used       alive (new one)  used: says when   used             –              –
//	replaced   –                says replaced     –                –              –
//	expired    alive (new one)  says expired      expired          –              –
//	voided     alive (new one)  says voided       voided           –              –
//
// The agency issues codes; an account that sees the status of a case may ask for one too.
//
// A code that was used:
//
//	             Dispute          UpholdDispute                              RejectDispute
//	used         disputed         –                                          –
//	disputed     says disputed    voided; its link ends, a new code is alive used: may be disputed again, three times in all
//
// The account that used a code cannot dispute it; the agency settles.
//
// The reasons are told only to who shows a code that was once right, with the right birth date. Everybody else reads
// ErrNoMatch: unknown, protected and mismatching look the same.
//
// An account's link:
//
//	           LinkByReceipt    Redeem            Unlink
//	(none)     status           full              –
//	status     status           full (upgraded)   (none)
//	full       full             full              (none)
package access
