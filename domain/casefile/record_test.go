package casefile_test

import (
	"testing"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func TestRecord(t *testing.T) {
	t.Parallel()
	given := events{received}
	taken := casefile.Record{Code: "FNB", Occurred: today}
	appointment := params{"date": "2026-04-01", "time": "09:30", "office": "XCH"}
	early := received.ReceiptDate.AddDays(-30)
	suite.Run(t, rows{
		{Name: "a code", Given: given, Act: officer, When: taken, Then: events{recorded(1, "FNB", today, nil)}},
		{Name: "with an empty list of parameters", Given: given, Act: officer, When: casefile.Record{Code: "FNB", Occurred: today, Params: params{}}, Then: events{recorded(1, "FNB", today, nil)}},
		{Name: "with parameters", Given: given, Act: officer, When: casefile.Record{Code: "FNA", Occurred: today, Params: appointment}, Then: events{recorded(1, "FNA", today, appointment)}},
		{Name: "a code that is not public", Given: given, Act: officer, When: casefile.Record{Code: "FTA0", Occurred: today}, Then: events{recorded(1, "FTA0", today, nil)}},
		{Name: "the same again is one more", Given: append(given[:1:1], recorded(1, "FNB", today, nil)), Act: officer, When: taken, Then: events{recorded(2, "FNB", today, nil)}},
		{Name: "by an operator", Given: given, Act: by(domain.Operator), When: taken, Then: events{recorded(1, "FNB", today, nil)}},
		{Name: "where the case is now", Given: append(given[:1:1], transferred(1, "NBC", "NYC", today)), Act: officer, When: taken, Then: events{
			casefile.Recorded{Number: 2, Code: "FNB", Occurred: today, Office: "NYC"},
		}},
		{Name: "tomorrow is today in Guam", Given: given, Act: officer, When: casefile.Record{Code: "FNB", Occurred: today.AddDays(1)}, Then: events{recorded(1, "FNB", today.AddDays(1), nil)}},
		{Name: "at the lockbox before the receipt", Given: given, Act: officer, When: casefile.Record{Code: "FNB", Occurred: early}, Then: events{recorded(1, "FNB", early, nil)}},

		{Name: "no such case", Act: officer, When: taken, Err: casefile.ErrUnknown},
		{Name: "no such code", Given: given, Act: officer, When: casefile.Record{Code: "XYZ", Occurred: today}, Err: casefile.ErrCode},
		{Name: "a code in lower case", Given: given, Act: officer, When: casefile.Record{Code: "fnb", Occurred: today}, Err: casefile.ErrCode},
		{Name: "a transfer is a command of its own", Given: given, Act: officer, When: casefile.Record{Code: "BB", Occurred: today, Params: params{"from": "NBC", "to": "NYC"}}, Err: casefile.ErrCodeReserved},
		{Name: "a correction is a command of its own", Given: given, Act: officer, When: casefile.Record{Code: "KK", Occurred: today}, Err: casefile.ErrCodeReserved},
		{Name: "the receipt is no action", Given: given, Act: officer, When: casefile.Record{Code: "XRECEIVED", Occurred: today, Params: params{"form": "I-90"}}, Err: casefile.ErrCodeReserved},
		{Name: "no day", Given: given, Act: officer, When: casefile.Record{Code: "FNB"}, Err: casefile.ErrOccurred},
		{Name: "a day that has begun nowhere", Given: given, Act: officer, When: casefile.Record{Code: "FNB", Occurred: today.AddDays(2)}, Err: casefile.ErrOccurred},
		{Name: "too long before the receipt", Given: given, Act: officer, When: casefile.Record{Code: "FNB", Occurred: early.AddDays(-1)}, Err: casefile.ErrOccurredEarly},
	})
	refuseStrangers(t, given, taken)
}

func TestParameters(t *testing.T) {
	t.Parallel()
	given := events{received}
	record := func(code string, p params) casefile.Record {
		return casefile.Record{Code: code, Occurred: today, Params: p}
	}
	appointment := func(name, value string) casefile.Record {
		p := params{"date": "2026-04-01", "time": "09:30", "office": "XCH"}
		p[name] = value
		return record("FNA", p)
	}
	malformed := func(name, kind string) *domain.Error {
		return casefile.ErrParamMalformed.With("parameter", name).With("kind", kind)
	}
	suite.Run(t, rows{
		{Name: "none given", Given: given, Act: officer, When: record("FNA", nil), Err: casefile.ErrParamMissing.With("parameter", "date").With("kind", "date")},
		{Name: "one missing", Given: given, Act: officer, When: record("FNA", params{"date": "2026-04-01", "time": "09:30"}), Err: casefile.ErrParamMissing.With("parameter", "office").With("kind", "office")},
		{Name: "one too many", Given: given, Act: officer, When: appointment("remark", "bring your cat"), Err: casefile.ErrParamUnknown},
		{Name: "one for a code that has none", Given: given, Act: officer, When: record("FNB", params{"date": "2026-04-01"}), Err: casefile.ErrParamUnknown},
		{Name: "no day of the calendar", Given: given, Act: officer, When: appointment("date", "2026-02-30"), Err: malformed("date", "date")},
		{Name: "a date with a remark", Given: given, Act: officer, When: appointment("date", "2026-04-01 or later"), Err: malformed("date", "date")},
		{Name: "no hour of the day", Given: given, Act: officer, When: appointment("time", "24:00"), Err: malformed("time", "time")},
		{Name: "a time with a line break", Given: given, Act: officer, When: appointment("time", "09:30\n"), Err: malformed("time", "time")},
		{Name: "no office", Given: given, Act: officer, When: appointment("office", "the moon"), Err: malformed("office", "office")},
		{Name: "no notice", Given: given, Act: officer, When: record("IM", params{"notice": "I-999"}), Err: malformed("notice", "notice")},
		{Name: "no form", Given: given, Act: officer, When: record("IAA", params{"form": ""}), Err: malformed("form", "form")},
	})
}

// What the caller does with its map afterwards does not reach the event.
func TestParametersAreCopied(t *testing.T) {
	t.Parallel()
	p := params{"form": "I-90"}
	got, err := casefile.Decide(casefile.Decider.Replay(received), casefile.Record{Code: "IAA", Occurred: civil.Of(noon), Params: p}, officer)
	if err != nil {
		t.Fatal(err)
	}
	p["form"] = "changed"
	if form := got[0].(casefile.Recorded).Params["form"]; form != "I-90" {
		t.Errorf("the event's form became %q", form)
	}
}
