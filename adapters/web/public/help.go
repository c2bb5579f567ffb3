package public

import (
	"context"
	"strings"

	"github.com/casetrail/casetrail/adapters/web/frame"
	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

func (p Pages) bindHelp(b *frame.Binder) {
	b.Show("P05", func(v *frame.Visit) (frame.Page, error) { return helpPage(v), nil })
}

func helpPage(v *frame.Visit) frame.Page {
	return frame.Page{Title: v.T("help.title"), State: manner(v.Owner()), Body: helpBody(v.Owner())}
}

// manner is how a page looks that says who runs the site.
func manner(o frame.Owner) string {
	switch {
	case o.Demonstration:
		return "demonstration"
	case o.Named():
		return ""
	}
	return "unnamed"
}

// ways are those in which the owner is reached.
func ways(ctx context.Context, o frame.Owner) (rows []parts.Row) {
	if o.Phone != "" {
		rows = append(rows,
			parts.Row{Key: texts.T(ctx, "help.contact_phone"), Body: phone(o.Phone)},
			parts.Row{Key: texts.T(ctx, "help.contact_hours"), Value: o.Hours[texts.Language(ctx)]})
	}
	if o.Address != "" {
		rows = append(rows, parts.Row{Key: texts.T(ctx, "help.contact_address"), Body: address(o.Address)})
	}
	if o.Page != "" {
		rows = append(rows, parts.Row{Key: texts.T(ctx, "help.contact_page"), Body: elsewhere(o.Page)})
	}
	return rows
}

// dialed is a phone number as a phone takes it.
func dialed(number string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+0123456789", r) {
			return r
		}
		return -1
	}, number)
}

func helpSamples() []frame.Sample {
	return []frame.Sample{
		{Screen: "P05", Owner: sampleOwner, Page: helpPage},
		{Screen: "P05", State: "unnamed", Owner: &frame.Owner{}, Page: helpPage},
		{Screen: "P05", State: "demonstration", Owner: &frame.Owner{Demonstration: true}, Page: helpPage},
	}
}

// sampleOwner is nobody.
var sampleOwner = &frame.Owner{
	Phone: "1-800-555-0100", Address: "Example Case Office\n100 Example Street\nExampleville, EX 00000", Page: "https://agency.example/contact",
	Lines: map[string]string{"en": "The Example Case Office runs this site.", "es": "La Oficina de Casos de Ejemplo está a cargo de este sitio."},
	Hours: map[string]string{"en": "Monday to Friday, 8 a.m. to 6 p.m. Eastern Time", "es": "De lunes a viernes, de 8 a.m. a 6 p.m., hora del Este"},
}
