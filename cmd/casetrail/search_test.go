package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/casetrail/casetrail/adapters/postgres/cluster"
)

// mark is something that must not be found: a secret, or what somebody is called.
type mark struct {
	what, value string
	whole       bool // as a word only: six digits are part of many a number
}

// find is where a mark was found, as what.
type find struct{ what, form string }

// search looks for marks, in whatever form they may have been written down.
func search(in []byte, marks []mark) (found []find) {
	folded := fold(in)
	for _, m := range marks {
		for form, values := range m.forms() {
			for _, value := range values {
				hit := false
				switch form {
				case "base64", "base64url":
					hit = bytes.Contains(in, []byte(value))
				default:
					hit = contains(folded, fold([]byte(value)), m.whole && form == "raw")
				}
				if hit {
					found = append(found, find{m.what, form})
					break
				}
			}
		}
	}
	return found
}

// forms are the ways to write a mark. What lies inside something longer looks different in base64, by where it begins.
func (m mark) forms() map[string][]string {
	forms := map[string][]string{"raw": {m.value}, "hex": {hex.EncodeToString([]byte(m.value))}}
	quoted, _ := json.Marshal(m.value) // a string always marshals
	for _, escaped := range []string{strings.Trim(string(quoted), `"`), ascii(m.value)} {
		if escaped != m.value {
			forms["JSON"] = append(forms["JSON"], escaped)
		}
	}
	for before := range 3 {
		whole := append(make([]byte, before), m.value...)
		first, last := []int{0, 2, 3}[before], len(whole)*8/6 // characters that the mark alone decides
		forms["base64"] = append(forms["base64"], base64.RawStdEncoding.EncodeToString(whole)[first:last])
		forms["base64url"] = append(forms["base64url"], base64.RawURLEncoding.EncodeToString(whole)[first:last])
	}
	return forms
}

// ascii is how programs write JSON that trust no other letters.
func ascii(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < 0x20 || r > 0x7e:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// fold forgets what is a capital, byte by byte: not all that is searched is text.
func fold(in []byte) []byte {
	folded := bytes.Clone(in)
	for i, c := range folded {
		if c >= 'A' && c <= 'Z' {
			folded[i] = c + 'a' - 'A'
		}
	}
	return folded
}

func contains(in, value []byte, whole bool) bool {
	for from := 0; ; {
		at := bytes.Index(in[from:], value)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(value)
		if !whole || (at == 0 || !partOfWord(in[at-1])) && (end == len(in) || !partOfWord(in[end])) {
			return true
		}
		from = at + 1
	}
}

func partOfWord(c byte) bool {
	return c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z'
}

// dump is all that is in a database, or in the tables that the options choose, as it can be read.
func dump(t testing.TB, url string, options ...string) []byte {
	t.Helper()
	programs, err := cluster.Find(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	var failure strings.Builder
	cmd := exec.Command(filepath.Join(programs, "pg_dump"), append(options, "--format=plain", "--dbname="+url)...)
	cmd.Stderr = &failure
	printed, err := cmd.Output()
	if err != nil {
		t.Fatal("pg_dump: ", err, failure.String())
	}
	return legible(printed)
}

var (
	unescaped = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`)
	octets    = regexp.MustCompile(`\\x((?:[0-9a-f]{2})+)`)
)

// legible adds to a dump what stands behind its escapes, also behind those of text inside of text, and what its bytes are.
func legible(dump []byte) []byte {
	all := bytes.NewBuffer(dump)
	for text, depth := string(dump), 0; depth < 3; depth++ {
		text = unescaped.Replace(text)
		all.WriteString("\n" + text)
		if depth > 0 {
			continue
		}
		for _, m := range octets.FindAllStringSubmatch(text, -1) {
			raw, _ := hex.DecodeString(m[1]) // the pattern takes nothing else
			all.WriteString("\n" + string(raw))
		}
	}
	return all.Bytes()
}
