package casefile_test

import (
	"testing"
	"time"

	"github.com/casetrail/casetrail/domain/casefile"
	"github.com/casetrail/casetrail/domain/civil"
)

func TestRender(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, lang   string
		params       params
		title, tells string
	}{
		{
			"FNA", "en",
			params{"date": "2026-04-01", "time": "13:05", "office": "XNY"},
			"Biometrics Appointment Was Scheduled",
			"We will take your fingerprints and your photo on April 1, 2026 at 1:05 PM. Place: New York Application Support Center.",
		},
		{
			"FNA", "es",
			params{"date": "2026-04-01", "time": "09:30", "office": "XNY"},
			"Se programó una cita para la toma de datos biométricos",
			"Le tomaremos las huellas dactilares y una foto. Fecha: 1 de abril de 2026. Hora y lugar: 9:30 a. m., Centro de Asistencia para Solicitudes de Nueva York.",
		},
		{
			"FNA", "es",
			params{"date": "2026-12-31", "time": "12:00", "office": "XNY"},
			"Se programó una cita para la toma de datos biométricos",
			"Le tomaremos las huellas dactilares y una foto. Fecha: 31 de diciembre de 2026. Hora y lugar: 12:00 p. m., Centro de Asistencia para Solicitudes de Nueva York.",
		},
		{"XRECEIVED", "en", params{"form": "I-90"}, "Case Was Received", "We received your Form I-90 and started a case file for it."},
		{"XRECEIVED", "es", params{"form": "I-90"}, "El caso fue recibido", "Recibimos su Formulario I-90 y abrimos un expediente de su caso."},
		{"FT0", "fr", nil, "Case Is Being Actively Reviewed By USCIS", "An officer of USCIS started to review your case."},
		// A parameter is not a template: what it holds is not filled in again.
		{"IM", "en", params{"notice": "{agency}"}, "Interview Notice Was Mailed", "We mailed you a notice about your interview (notice {agency})."},
	} {
		entry := casefile.Entry{Code: c.code, Params: c.params}
		title, tells, next := entry.Render(c.lang, "USCIS")
		if title != c.title || tells != c.tells || next == "" {
			t.Errorf("%s in %q is\n%q\n%q\n%q", c.code, c.lang, title, tells, next)
		}
	}
	if title, tells, next := (casefile.Entry{Code: "UNKNOWN"}).Render("en", "USCIS"); title+tells+next != "" {
		t.Errorf("a code that nobody knows tells %q", title+tells+next)
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	if got := casefile.Day("es", civil.Date{}); got != "" {
		t.Errorf("no date is %q", got)
	}
	if got := casefile.Day("en", civil.Date{Year: 2026, Month: time.January, Day: 9}); got != "January 9, 2026" {
		t.Errorf("got %q", got)
	}
}
