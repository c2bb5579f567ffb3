package main

// The parties of the cases that the demo tells of. Nobody lives in Exampleville.
var (
	anaParty  = demoParty{"applicant", "Ana", "Solmarín", "1984-02-29", "en", "418 Juniper Court, Apt 2B\nExampleville, EX 00418"}
	benParty  = demoParty{"applicant", "Benito", "Valdorado", "1991-07-14", "es", "27 Calle del Ejemplo\nExampleville, EX 00027"}
	cleoParty = demoParty{"applicant", "Cleo", "Fernhollow", "1979-11-03", "en", "9 Old Mill Lane\nExampleville, EX 00009"}
	eva       = demoParty{"petitioner", "Eva", "Montelunar", "1988-05-21", "es", "305 Avenida Muestra\nExampleville, EX 00305"}
	gil       = demoParty{"applicant", "Gil", "Larkmoor", "1996-09-08", "en", "1120 Harbor View Road\nExampleville, EX 01120"}
	hana      = demoParty{"applicant", "Hana", "Brightwater", "1993-12-17", "en", "64 Chestnut Square\nExampleville, EX 00064"}
)

// demoFilings are the cases of the demo's people.
func demoFilings() []demoFiling {
	return []demoFiling{
		{name: "card", form: "I-765", office: "NBC", party: anaParty, received: 210, steps: []demoStep{
			did(208, "IAA", "form", "I-765"),
			did(195, "FNA", "date", "D-180", "time", "09:30", "office", "XCH"),
			did(180, "FNB"), did(120, "FT0"), did(60, "DA"), did(58, "LAA"), did(54, "LDA"), did(50, "LEA"),
		}},
		{name: "evidence", form: "I-130", office: "VSC", party: anaParty.as("petitioner"), received: 150, lives: 45, steps: []demoStep{
			did(148, "IAA", "form", "I-130"), did(62, "FT0"), did(20, "FBB"),
			did(19, "IKE", "notice", "I-797E", "due", "D+64"),
		}},
		{name: "interview", form: "N-400", office: "NBC", party: anaParty, received: 190, lives: 20, steps: []demoStep{
			did(188, "IAA", "form", "N-400"),
			did(175, "FNA", "date", "D-160", "time", "11:00", "office", "XCH"),
			did(160, "FNB"), did(95, "FT0"), did(62, "BC", "office", "CHI"), did(60, moveTo, "office", "CHI"), did(40, "FH"),
			did(12, "FJ", "date", "D+25", "time", "10:15", "office", "CHI"), did(11, "IM", "notice", "I-797C"),
		}},
		{name: "moved", form: "I-485", office: "NBC", party: anaParty, received: 230, steps: []demoStep{
			did(228, "IAA", "form", "I-485"),
			did(212, "FNA", "date", "D-196", "time", "08:45", "office", "XCH"), did(196, "FNB"), did(160, "FSA0"), did(125, "FTA0"),
			did(120, "BA", "office", "TSC"), did(118, moveTo, "office", "TSC"), did(117, "IP", "notice", "I-797C"),
			did(110, "CA", "office", "TSC"),
			did(41, "EA"), did(41, takeBack), // of another person
			did(30, "FT0"),
		}},
		{name: "status only", form: "I-90", office: "PSC", party: benParty, received: 120, steps: []demoStep{
			did(118, "IAF", "form", "I-90"), did(100, "XBIOREUSE"), did(45, "FT0"),
		}},
		{name: "biometrics", form: "I-765", office: "TSC", party: gil, received: 40, lives: 7, steps: []demoStep{
			did(38, "IAA", "form", "I-765"), did(15, "FNA", "date", "D+9", "time", "13:30", "office", "XMI"),
		}},
		{name: "denied", form: "I-539", office: "CSC", party: hana, received: 260, steps: []demoStep{
			did(255, "IAF", "form", "I-539"), did(140, "FBA"), did(138, "IK", "notice", "I-797E", "due", "D-105"),
			did(108, "HA"), did(30, "EA"), did(29, "IFA"),
		}},
		{name: "reopened", form: "I-131", office: "NSC", party: hana, received: 300, steps: []demoStep{
			did(298, "IAA", "form", "I-131"), did(200, "FT0"), did(120, "EA"), did(119, "IFA"), did(25, "AGA"),
		}},
		{name: "used", form: "I-130", office: "NSC", party: eva, received: 75, steps: []demoStep{
			did(73, "IAA", "form", "I-130"), did(20, "FT0"),
		}},
		{name: "reported", form: "I-90", office: "PSC", party: eva.as("applicant"), received: 65, steps: []demoStep{
			did(63, "IAF", "form", "I-90"), did(40, "XBIOREUSE"),
		}},
	}
}

// unlinkedFiling is a case that nobody has linked; replacedFiling one that got a second letter; expiredFiling one whose letter
// is too old.
var (
	replacedFiling = demoFiling{name: "replaced", form: "I-131", office: "NBC", party: cleoParty, received: 40, steps: []demoStep{
		did(38, "IAA", "form", "I-131"),
	}}
	unlinkedFiling = demoFiling{name: "unlinked", form: "N-400", office: "NBC", party: cleoParty, received: 6, steps: []demoStep{
		did(4, "IAA", "form", "N-400"),
	}}
	expiredFiling = demoFiling{name: "expired", form: "I-485", office: "NSC", party: cleoParty, received: 130, steps: []demoStep{
		did(128, "IAA", "form", "I-485"),
		did(110, "FNA", "date", "D-95", "time", "10:00", "office", "XHO"), did(95, "FNB"),
	}}
)

// as is the same person in another role.
func (p demoParty) as(role string) demoParty {
	p.role = role
	return p
}
