package mycases

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/casetrail/casetrail/adapters/web/frame"
)

// downloads are the ways to take the history along.
var downloads = map[string]func(*frame.Visit, file) (frame.Page, error){"json": downloadJSON, "csv": downloadCSV}

// document is the history as a file for programs, in the reader's language.
type document struct {
	Receipt  string    `json:"receipt_number"`
	Form     string    `json:"form"`
	Language string    `json:"language"`
	Made     time.Time `json:"made"`
	History  []record  `json:"history"`
}

func downloadJSON(v *frame.Visit, f file) (frame.Page, error) {
	content, err := json.MarshalIndent(document{
		Receipt: string(f.Receipt), Form: f.Form, Language: v.Language(), Made: f.now.UTC(), History: f.records(v.Context(), ""),
	}, "", "  ")
	return frame.Page{File: &frame.File{Name: f.fileName("json"), Type: "application/json", Content: content}}, err
}

func downloadCSV(v *frame.Visit, f file) (frame.Page, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // so that spreadsheets read accents
	w := csv.NewWriter(&b)
	head := []string{
		v.T("history.number"), v.T("word.occurred"), v.T("word.recorded"), v.T("word.code"), v.T("history.stage"), v.T("history.what"),
		v.T("history.meaning"), v.T("word.office"), v.T("word.who"), v.T("history.counts_not"), v.T("history.takes_back"), v.T("word.why"),
	}
	rows := [][]string{head}
	for _, r := range f.records(v.Context(), "") {
		rows = append(rows, r.cells())
	}
	if err := w.WriteAll(rows); err != nil {
		return frame.Page{}, fmt.Errorf("history as CSV: %w", err)
	}
	return frame.Page{File: &frame.File{Name: f.fileName("csv"), Type: "text/csv; charset=utf-8", Content: b.Bytes()}}, nil
}

func (r record) cells() []string {
	corrects := ""
	if r.Corrects != 0 {
		corrects = strconv.Itoa(r.Corrects)
	}
	cells := []string{
		strconv.Itoa(r.Number), r.Happened, r.Recorded.Format(time.RFC3339), r.Code, r.Stage, r.Title, r.Text, r.Office, r.By, r.Corrected, corrects, r.Reason,
	}
	for i, c := range cells {
		cells[i] = harmless(c)
	}
	return cells
}

// harmless keeps a spreadsheet from taking words for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
		return "'" + cell
	}
	return cell
}

// fileName has no star, which an old form of receipt numbers has and file names must not.
func (f file) fileName(kind string) string {
	return "casetrail-" + strings.ReplaceAll(string(f.Receipt), "*", "-") + "-" + f.now.Format(time.DateOnly) + "." + kind
}
