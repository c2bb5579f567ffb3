package letter

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Millimeters of the page, US Letter; the address stands in the window of a #10 envelope.
const (
	margin       = 22.0
	windowTop    = 45.0
	bodyTop      = 88.0
	line         = 5.2
	labelWidth   = 62.0
	numberWidth  = 7.0
	sizeText     = 10.5
	sizeHeading  = 12.5
	sizeTitle    = 17.0
	sizeFact     = 13.0
	creatorLabel = "Casetrail"
)

// print makes the PDF: the same bytes for the same page and day.
func (p page) print(day time.Time) ([]byte, error) {
	w := &writer{pdf: fpdf.New("P", "mm", "Letter", "")}
	w.pdf.SetCreationDate(day.UTC())
	w.pdf.SetModificationDate(day.UTC())
	w.pdf.SetCatalogSort(true)
	w.pdf.SetProducer(creatorLabel, true)
	w.pdf.SetTitle(p.Title, true)
	w.pdf.SetLang(p.Language)
	w.pdf.SetMargins(margin, margin, margin)
	w.pdf.SetAutoPageBreak(true, margin)
	w.pdf.AddPage()
	w.head(p)
	for _, part := range p.Parts {
		w.part(part)
	}
	if w.err != nil {
		return nil, w.err
	}
	var out bytes.Buffer
	err := w.pdf.Output(&out)
	return out.Bytes(), err
}

// writer keeps the first error, so that a letter is written down without asking after each line.
type writer struct {
	pdf *fpdf.Fpdf
	err error
}

func (w *writer) text(font, style string, size, width float64, s string) {
	s, err := latin(s)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.pdf.SetFont(font, style, size)
	w.pdf.MultiCell(width, size*0.5, s, "", "L", false)
}

func (w *writer) head(p page) {
	w.text("Helvetica", "B", sizeHeading, 0, p.Agency)
	w.text("Helvetica", "", sizeText, 0, p.Date)
	w.pdf.SetY(windowTop)
	for _, l := range p.To {
		w.text("Helvetica", "", sizeText, 0, l)
	}
	w.pdf.SetY(max(bodyTop, w.pdf.GetY()+line))
	w.text("Helvetica", "B", sizeTitle, 0, p.Title)
	w.pdf.Ln(line / 2)
}

func (w *writer) part(p part) {
	switch p.Kind {
	case "fact":
		w.beside(p.Label, labelWidth, func() { w.text("Courier", "B", sizeFact, 0, p.Text) })
	case "heading":
		w.pdf.Ln(line / 2)
		w.text("Helvetica", "B", sizeHeading, 0, p.Text)
	case "step":
		w.beside(p.Label, numberWidth, func() { w.text("Helvetica", "", sizeText, 0, p.Text) })
	case "point":
		w.beside("•", numberWidth, func() { w.text("Helvetica", "", sizeText, 0, p.Text) })
	default:
		w.pdf.Ln(line / 2)
		w.text("Helvetica", "", sizeText, 0, p.Text)
	}
	w.pdf.Ln(1)
}

// beside writes a label and, to its right, what belongs to it, with a hanging indent.
func (w *writer) beside(label string, width float64, write func()) {
	y := w.pdf.GetY()
	w.text("Helvetica", "", sizeText, width, label)
	w.pdf.SetLeftMargin(margin + width)
	w.pdf.SetXY(margin+width, y)
	write()
	w.pdf.SetLeftMargin(margin)
}
