package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// body is one that would do, broken in up to three ways; none where none is expected, most of the time.
func (w wrecker) body(mark string) []byte {
	if w.op.Body == nil {
		return w.unexpected(mark)
	}
	object, _ := w.plausible(w.op.Body, "", mark).(map[string]any)
	for range w.IntN(3) {
		w.breakField(object, mark)
	}
	raw, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	return w.breakBytes(raw, mark)
}

func (w wrecker) unexpected(mark string) []byte {
	bodies := []string{`{}`, `{}`, `{"` + mark + `":1}`, `[]`, `null`, mark, `"` + mark + `"`}
	if w.IntN(8) > 0 {
		return nil
	}
	return []byte(bodies[w.IntN(len(bodies))])
}

// plausible is a value that a schema asks for, as somebody might send it.
func (w wrecker) plausible(schema map[string]any, name, mark string) any {
	if ref, ok := schema["$ref"].(string); ok {
		return w.plausible(at(w.contract.schemas, strings.TrimPrefix(ref, "#/components/schemas/")), name, mark)
	}
	if listed, ok := schema["enum"].([]any); ok {
		return listed[w.IntN(len(listed))]
	}
	switch schema["type"] {
	case "object":
		object, fields := map[string]any{}, at(schema, "properties")
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			object[field] = w.plausible(fields[field].(map[string]any), field, mark)
		}
		return object
	case "boolean":
		return w.IntN(2) == 0
	case "integer":
		return w.IntN(100)
	}
	return w.text(name, mark)
}

// text is what people write into a field of that name, more or less.
func (w wrecker) text(name, mark string) string {
	usual := map[string][]string{
		"email":          {mark + "@example.org", "ana@example.org", mark + "@@example.org", mark},
		"password":       {goodPassword, mark, "Aa-" + mark, ""},
		"receipt_number": {w.receipt, "IOE0912345678", mark, "A012345678", "123-45-6789", ""},
		"birth_date":     {"1980-07-31", "1900-02-29", "2999-01-01", mark, "0000-00-00"},
		"receipt_date":   {today(-3), today(3), "2024-02-30", mark},
		"occurred":       {today(-1), today(1), "1801-01-01", mark},
		"access_code":    {"0000-0000-0000", mark, "ÅÅÅÅ-0000-0000"},
		"code":           {"000000", "FT0", "FJ", mark, "Ⅷ"},
		"form":           {"I-130", mark, "G-28"},
		"office":         {"NBC", mark},
		"token":          {mark, strings.Repeat("A", 43)},
		"why":            {"wrong_date", mark},
	}[name]
	if len(usual) == 0 {
		usual = []string{mark, mark + "\n" + mark, "<script>" + mark + "</script>", "\u202e" + mark, ""}
	}
	return usual[max(0, w.IntN(2*len(usual))-len(usual))] // the first is what would do, and the most frequent
}

// breakField breaks one field of an object, or of an object in it.
func (w wrecker) breakField(object map[string]any, mark string) {
	names := slices.Sorted(maps.Keys(object))
	if len(names) == 0 {
		object[mark] = mark
		return
	}
	name := names[w.IntN(len(names))]
	if inner, ok := object[name].(map[string]any); ok && w.IntN(2) == 0 {
		w.breakField(inner, mark)
		return
	}
	switch w.IntN(12) {
	case 0:
		delete(object, name)
	case 1:
		object[mark] = 1
	case 2:
		object[strings.ToUpper(name)] = object[name]
		delete(object, name)
	case 3:
		object[name] = strings.Repeat(mark, 1+w.IntN(2000))
	case 4:
		object[name] = fmt.Sprint(object[name], "\x00", mark)
	default:
		wrong := []any{nil, 12, -1.5, 1e300, true, []any{mark}, map[string]any{mark: mark}, "", " ", mark, json.Number("123456789012345678901234567890")}
		object[name] = wrong[w.IntN(len(wrong))]
	}
}

// breakBytes sometimes breaks what no marshaler would write.
func (w wrecker) breakBytes(raw []byte, mark string) []byte {
	s := string(raw)
	switch w.IntN(96) {
	case 0:
		s = s[:w.IntN(len(s))]
	case 1:
		s += mark
	case 2:
		s = "[" + s + "]"
	case 3:
		s = strings.Replace(s, mark, mark+"\xff\xc0\xaf", 1)
	case 4:
		s = strings.Replace(s, mark, mark+`\ud800`, 1)
	case 5:
		s = strings.Replace(s, "{", `{"code":"`+mark+`","code":"1","email":"a@b.example","email":1,`, 1)
	case 6:
		s = strings.Replace(s, "{", `{"`+mark+`":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+",", 1)
	case 7:
		s = strings.Replace(s, "{", `{"`+mark+`":`+strings.Repeat(`{"a":`, 30)+"1"+strings.Repeat("}", 30)+",", 1)
	case 8:
		s = strings.Replace(s, "{", `{"`+mark+`":"`+strings.Repeat("x", 70000)+`",`, 1)
	case 9:
		s = strings.Repeat(" ", 60000) + s
	case 10:
		s = "\xef\xbb\xbf" + s
	case 11:
		s = strings.Replace(s, `"`, `'`, 2)
	case 12:
		s = ""
	}
	return []byte(s)
}
