package client

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// ID is what a program calls itself: which client, and which of its credentials. It is no secret. It leads to the client's
// stream, so that no read model stands between a revocation and the next request.
type ID struct {
	Client uuid.UUID
	Number int
}

// String is the client's 32 hexadecimal digits and the number of the credential, as 0f2e…9a-1.
func (id ID) String() string {
	return hex.EncodeToString(id.Client[:]) + "-" + strconv.Itoa(id.Number)
}

// ParseID reads what String wrote. What is none answers the zero ID, of which nothing is known.
func ParseID(typed string) ID {
	digits, number, _ := strings.Cut(strings.TrimSpace(typed), "-")
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) != len(uuid.UUID{}) {
		return ID{}
	}
	id := ID{Client: uuid.UUID(raw)}
	if id.Number, err = strconv.Atoi(number); err != nil || id.String() != strings.TrimSpace(typed) {
		return ID{}
	}
	return id
}
