package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres/pgtest"
)

// marked are marks of each kind that the product has to keep to itself.
var marked = []mark{
	{what: "name", value: `Zoë "Quill" O'Wend`},
	{what: "password", value: `Sesame<&\7`},
	{what: "token", value: "q2Vt-9_xYw0K1Lm8"},
	{what: "code", value: "170342", whole: true},
}

// written is a mark as a careless program writes it down, alone or inside of something longer.
func written(m mark) map[string][]string {
	quoted, _ := json.Marshal(m.value) // a string always marshals
	forms := map[string][]string{"raw": {m.value}, "hex": {hex.EncodeToString([]byte("{" + m.value + "}"))}}
	for _, escaped := range []string{string(quoted), strconv.QuoteToASCII(m.value)} {
		if escaped[1:len(escaped)-1] != m.value {
			forms["JSON"] = append(forms["JSON"], escaped)
		}
	}
	for _, before := range []string{"", "{", `{"`} {
		for _, after := range []string{"", "}", `"}`} {
			forms["base64"] = append(forms["base64"], base64.StdEncoding.EncodeToString([]byte(before+m.value+after)))
			forms["base64url"] = append(forms["base64url"], base64.RawURLEncoding.EncodeToString([]byte(before+m.value+after)))
		}
	}
	return forms
}

func TestTheSearchFindsAMarkInEachForm(t *testing.T) {
	t.Parallel()
	for _, m := range marked {
		for form, texts := range written(m) {
			for _, text := range texts {
				if found := search([]byte("msg=\""+text+"\" took=3\n"), marked); !slices.Contains(found, find{m.what, form}) {
					t.Errorf("%s as %s, %q: found %v", m.what, form, text, found)
				}
			}
		}
	}
	for _, harmless := range []string{"", "Zoë", "x170342", "0.170342", "1703425"} {
		if found := search([]byte(harmless), marked); len(found) > 0 {
			t.Errorf("in %q: found %v", harmless, found)
		}
	}
}

// Planted in a database, as text, bytes or JSON, a mark is found behind all that a dump makes of it.
func TestTheSearchFindsAMarkInADump(t *testing.T) {
	t.Parallel()
	url := pgtest.New(t)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "create table plain (v text); create table bytes (v bytea); create table nested (v jsonb)"); err != nil {
		t.Fatal(err)
	}
	want := map[find]bool{}
	for _, m := range marked {
		for form, texts := range written(m) {
			want[find{m.what, form}] = true
			for _, text := range texts {
				_, err := conn.Exec(t.Context(), `with p as (insert into plain values ($1)), b as (insert into bytes values (convert_to($1, 'UTF8')))
					insert into nested values (to_jsonb($1))`, text)
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, table := range []string{"plain", "bytes", "nested"} {
		found := search(dump(t, url, "--table="+table), marked)
		for f := range want {
			if !slices.Contains(found, f) {
				t.Errorf("%s as %s is not found in table %s", f.what, f.form, table)
			}
		}
	}
}
