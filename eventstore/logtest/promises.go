package logtest

// promises are all of them; a name is a sentence, and stands in the output of every store's test.
var promises = []promise{
	{"an append is written whole at exactly its revision, or not at all", expectations},
	{"bytes come back as they were written", exactBytes},
	{"the same ids at the same place get the first answer", repeats},
	{"a repeat gets the first answer however much was written since", repeatAfterMore},
	{"an append whose acknowledgement is lost gets the first answer, and is there once", lostAnswers},
	{"the same ids in another place are other events", sameIDsElsewhere},
	{"what no store could keep is refused", malformed},
	{"what is too large is refused, and what is not is kept", tooLarge},
	{"a stream is read from any revision on", readAfter},
	{"of many who append at one revision one wins", oneWriterWins},
	{"an append repeated at the same moment is written once", repeatAtOnce},
	{"who follows while many write is given each event once, in order", followedWhileWritten},
	{"who follows from any position is given the rest", resumeAnywhere},
	{"who follows is told when nothing more is at hand", batchesEnd},
	{"a position beyond the head is refused", aheadOfHead},
	{"a call whose context has ended ends, and changes nothing", endedContexts},
	{"who leaves takes nobody along", leavingCallers},
	{"after Close every call says so", closed},
	{"Close under load loses nothing that was acknowledged", closedUnderLoad},
	{"reading stops when told", stopsWhenTold},
	{"who reads may change what he was given", ownBytes},
}
