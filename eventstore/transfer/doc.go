// Package transfer copies a whole log: to another store, to a file, back from a file; and says whether two copies are the same.
//
// Order and bytes are preserved: streams, revisions, ids, types, data and metadata. Positions and stored times are the
// store's own; a store that can take them as they are (Loader) does. Personal fields stay sealed: no key is in a copy.
//
// # The file
//
// JSON lines in UTF-8, each ended by a newline, compressed with zstd or not (a reader looks at the first bytes, not at the
// name). This format is kept for ever: fields may be added, a reader passes over those that it does not know, and whatever
// an old reader would misread gets another number in casetrail_log.
//
// The first line is the header: the number of the format; the log that was exported, its epoch and its head at that
// moment; whether its positions were 1, 2, 3, …; when.
//
//	{"casetrail_log":1,"store":"…","epoch":"…","head":2,"dense":true,"created":"2026-11-22T02:00:00Z"}
//
// Then a line for each event, in the order of the log:
//
//	{"position":1,"stream":"account-…","revision":1,"id":"…","type":"account.registered","stored":"2026-11-21T09:00:00.123456Z","data":"{\"at\":…}","meta":"{\"act\":…}"}
//
// data and meta are text that holds the stored bytes exactly. Bytes that are not UTF-8 stand in base64, in data64 and meta64
// instead. The last line is the trailer: how many events, the position of the last, the chain over them, and the SHA-256 of
// all that stands before the trailer, uncompressed:
//
//	{"end":{"events":2,"last":2,"chain":"…","file":"…"}}
//
// A file without a trailer was cut short; one whose trailer does not fit was changed.
//
// # The chain
//
// The chain is a checksum of what writers chose, so it is the same for every copy of a log in every store. It starts as the
// SHA-256 of "casetrail log 1". Each event makes it SHA-256(chain before, record), in hex where it is printed. A record is
// stream, revision, id, type, data, meta, one after the other: texts and bytes as their length (8 bytes, big endian) and
// themselves, the revision as 8 bytes, big endian, the id as its 16 bytes.
package transfer
