package workflow

import "testing"

func TestHowPersonalDataIsKept(t *testing.T) {
	t.Parallel()
	for typed, kept := range map[Filing]Filing{
		{FamilyName: "  Example\t"}:                     {FamilyName: "Example"},
		{Address: "Pat Example\r\n\r\n 12 Street \r\n"}: {Address: "Pat Example\n12 Street"},
		{ANumber: "a 01-234-567"}:                       {ANumber: "A001234567"},
		{ANumber: "123456789"}:                          {ANumber: "A123456789"},
		{ANumber: " - "}:                                {},
		{GivenName: "می\u200cخواهم"}:                    {GivenName: "می\u200cخواهم"}, // a joiner belongs to the name
	} {
		if got, err := typed.clean(); got != kept || err != nil {
			t.Errorf("%+v is kept as %+v, %v", typed, got, err)
		}
	}
}
