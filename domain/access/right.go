package access

// The rights that a link to a case gives.
const (
	RightStatus       = "status" // with the history
	RightNotices      = "notices"
	RightMessages     = "messages"
	RightEvidence     = "evidence" // to send it, asked for or not
	RightAppointments = "appointments"
)

// Rights is every right, in the order in which people are told.
var Rights = []string{RightStatus, RightNotices, RightMessages, RightEvidence, RightAppointments}

// Allows says whether a link of a tier gives a right.
func Allows(tier, right string) bool {
	switch tier {
	case TierFull:
		return true
	case TierStatus:
		return right == RightStatus
	}
	return false
}
