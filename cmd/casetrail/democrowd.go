package main

import (
	"fmt"
	"math/rand/v2"
)

// demoCourse is how cases of a form go, in days after they were received; "D+9" is the ninth day after that.
type demoCourse struct {
	form    string
	offices []string
	steps   []demoStep
}

var demoCourses = []demoCourse{
	{"I-765", []string{"NBC", "PSC", "TSC"}, []demoStep{
		did(2, "IAA", "form", "I-765"), did(15, "FNA", "date", "D+38", "time", "08:00", "office", "XHO"), did(38, "FNB"), did(70, "FT0"),
	}},
	{"I-130", []string{"VSC", "CSC", "NSC", "TSC"}, []demoStep{
		did(3, "IAF", "form", "I-130"), did(60, "FT0"), did(80, "FBB"), did(81, "IKE", "notice", "I-797E", "due", "D+168"), did(140, "HA"),
	}},
	{"N-400", []string{"NBC"}, []demoStep{
		did(2, "IAA", "form", "N-400"), did(20, "XBIOREUSE"), did(65, "BC", "office", "MIA"), did(67, moveTo, "office", "MIA"),
		did(90, "FH"), did(100, "FJ", "date", "D+140", "time", "09:00", "office", "MIA"), did(140, "XINTDONE"),
	}},
	{"I-485", []string{"NBC", "NSC"}, []demoStep{
		did(4, "AALB", "form", "I-485"), did(18, "FNA", "date", "D+40", "time", "14:15", "office", "XLA"), did(40, "FNB"), did(50, "FSA0"),
		did(85, "FTA0"), did(120, moveTo, "office", "LOS"), did(128, "CA", "office", "LOS"), did(150, "FH"),
	}},
	{"I-751", []string{"VSC", "CSC"}, []demoStep{
		did(2, "IAA", "form", "I-751"), did(30, "XBIOREUSE"), did(110, "FBC"), did(112, "IK", "notice", "I-797E", "due", "D+199"), did(150, "IKF", "due", "D+199"),
	}},
	{"I-90", []string{"PSC"}, []demoStep{did(1, "IAF", "form", "I-90"), did(40, "FS"), did(75, "FR"), did(90, "DA"), did(92, "LAA"), did(100, "LFA")}},
	{"I-539", []string{"CSC", "PSC"}, []demoStep{did(1, "ACA"), did(9, "ADA"), did(11, "IAF", "form", "I-539"), did(70, "II", "due", "D+101")}},
}

// demoTurns are the courses of cases that take a turn which few take. Each is told as it ended, and as it stood before that.
var demoTurns = []demoCourse{
	{"I-131", []string{"NSC", "TSC"}, []demoStep{
		did(0, "AMA"), did(1, "AMB"), did(2, "IAF", "form", "I-131"), did(60, "FT0"), did(90, "FE"), did(92, "II", "due", "D+122"), did(115, "HA"),
		did(150, "EA"), did(151, "IFA"),
	}},
	{"N-600", []string{"NBC"}, []demoStep{
		did(1, "ABA"), did(3, "IAA", "form", "N-600"), did(50, "BC", "office", "BOS"), did(51, moveTo, "office", "BOS"), did(52, "IP", "notice", "I-797C"),
		did(70, "FJ", "date", "D+100", "time", "10:30", "office", "BOS"), did(71, "IM", "notice", "I-797C"), did(85, "HE"),
		did(88, "FM", "date", "D+120", "time", "15:00", "office", "BOS"), did(120, "FL"), did(150, "EZ"), did(170, "AH"),
	}},
	{"I-129", []string{"CSC", "VSC"}, []demoStep{
		did(1, "IAA", "form", "I-129"), did(20, "KEN"), did(30, "FBA"), did(31, "IKE", "notice", "I-797E", "due", "D+115"), did(100, "HA"), did(120, "DA"),
		did(121, "IEE", "notice", "I-797B"), did(160, "FC"), did(162, "IV", "due", "D+192"), did(200, "EGA"),
	}},
	{"I-821D", []string{"PSC"}, []demoStep{
		did(1, "XBIOFEE"), did(2, "IAA", "form", "I-821D"), did(20, "FNA", "date", "D+45", "time", "11:45", "office", "XNY"), did(45, "XBIONOSHOW"),
		did(60, "FNA", "date", "D+80", "time", "09:15", "office", "XNY"), did(80, "FNB"), did(82, "MA70"), did(100, "FT0"), did(110, "DA"), did(300, "NJA"),
	}},
	{"N-400", []string{"NBC"}, []demoStep{
		did(2, "IAA", "form", "N-400"), did(20, "XBIOREUSE"), did(100, "FJ", "date", "D+140", "time", "09:00", "office", "MIA"), did(120, "FKB"),
		did(130, "FM", "date", "D+160", "time", "13:45", "office", "MIA"), did(160, "XINTDONE"), did(170, "DB"), did(190, "MEA"),
	}},
	{"I-90", []string{"PSC"}, []demoStep{
		did(0, "AMC"), did(3, "AMA"), did(4, "AMB"), did(5, "IAF", "form", "I-90"), did(20, "KEB"), did(90, "DA"), did(91, "IEA", "notice", "I-797"),
		did(92, "LAA"), did(95, "LDA"), did(96, "LEA"), did(104, "LFA"), did(110, "KEA"), did(112, "LEA"), did(116, "XDELIVERED"),
	}},
	{"I-539", []string{"CSC"}, []demoStep{did(1, "AALB", "form", "I-539"), did(3, "AJA"), did(5, "ANA"), did(9, "ANB")}},
	{"I-765", []string{"LCH"}, []demoStep{did(2, "AFAB")}},
	{"I-130", []string{"VSC"}, []demoStep{
		did(3, "IAF", "form", "I-130"), did(80, "FBB"), did(81, "IK", "notice", "I-797E", "due", "D+168"), did(140, "IKF", "due", "D+168"), did(190, "EL"),
	}},
	{"I-140", []string{"NSC"}, []demoStep{did(3, "IAF", "form", "I-140"), did(30, "FT0"), did(44, "EK")}},
}

var (
	demoGiven  = []string{"Amparo", "Bashir", "Catalina", "Dmitar", "Esperanza", "Farida", "Gustavo", "Hollis", "Imelda", "Joaquín", "Kavita", "Lucinda", "Mateo", "Nnamdi", "Ofelia", "Parveen", "Quentin", "Rocío", "Santiago", "Thuy"}
	demoFamily = []string{"Altamesa", "Birchwick", "Campoclaro", "Dunmarsh", "Esperluz", "Foxgrove", "Granmar", "Hazelmere", "Islaverde", "Juncalia", "Kestrelton", "Lomablanca", "Marsquill"}
)

// unprintable is a name that the printer of letters cannot write: its letter is for a person to look after.
const unprintable = 18

// demoCrowd are the other cases of the agency, at every stage. Some have waited long; nobody may learn of three of them.
func demoCrowd() []demoFiling {
	crowd := make([]demoFiling, 56)
	for i := range crowd {
		chance := rand.New(rand.NewPCG(1, uint64(i))) // the same at each loading
		course := demoCourses[i%len(demoCourses)]
		reached, idle := 1+chance.IntN(len(course.steps)), 1+chance.IntN(45)
		if i%5 == 4 {
			idle += 60 + chance.IntN(60)
		}
		crowd[i] = course.crowdFiling(i, reached, idle)
		crowd[i].protected = i%19 == 7
	}
	crowd[unprintable].party.given, crowd[unprintable].party.family = "Алиса", "Образцова"
	for i, course := range demoTurns {
		n := len(crowd)
		crowd = append(crowd, course.crowdFiling(n, len(course.steps), 3+2*i))
		if before := len(course.steps) - 1; before > 0 {
			crowd = append(crowd, course.crowdFiling(n+1, before, 6+3*i))
		}
	}
	return crowd
}

// crowdFiling is a case that came so far in its course, and has waited there since.
func (c demoCourse) crowdFiling(i, reached, idle int) demoFiling {
	given, family := demoGiven[i%len(demoGiven)], demoFamily[i*5%len(demoFamily)]
	f := demoFiling{
		name: fmt.Sprint("crowd ", i), form: c.form, office: c.offices[i/len(demoCourses)%len(c.offices)], received: idle + c.steps[reached-1].ago,
		party: demoParty{
			role: "applicant", given: given, family: family, born: fmt.Sprintf("19%02d-%02d-%02d", 55+i*7%45, 1+i%12, 1+i*3%28),
			language: []string{"en", "es", "en"}[i%3], address: fmt.Sprintf("%d Sample Street\nExampleville, EX %05d", 100+i*13, 500+i),
		},
	}
	for _, s := range c.steps[:reached] {
		f.steps = append(f.steps, s.toldBack(f.received))
	}
	return f
}

// toldBack is a step that is given in days after something, told in days before a day so many days later.
func (s demoStep) toldBack(later int) demoStep {
	told := demoStep{ago: later - s.ago, code: s.code, params: append([]string{}, s.params...)}
	for i, value := range told.params {
		var after int
		if _, err := fmt.Sscanf(value, "D+%d", &after); err == nil {
			told.params[i] = fmt.Sprintf("D%+d", after-later)
		}
	}
	return told
}
