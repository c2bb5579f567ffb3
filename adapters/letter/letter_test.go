package letter

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/casetrail/casetrail/adapters/outbox"
)

func parcel(template, language string) outbox.Parcel {
	return outbox.Parcel{
		Delivery: uuid.MustParse("0d9b1c1e-0000-4000-8000-000000000001"), Template: template, Edition: Edition, Language: language,
		To:        "Ana Núñez Łukasz\n1 Main St\nSpringfield IL 62701",
		Requested: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), NotAfter: time.Date(2027, 4, 2, 3, 4, 5, 0, time.UTC),
		Secret: "ABCD-EFGH-JKMN", Params: map[string]string{"receipt": "IOE0912345678", "at": "2027-01-01T00:00:00Z"},
	}
}

// kept is a printer that remembers the last letter.
type kept struct {
	title, html string
	pdf         []byte
	fail        error
}

func (k *kept) Print(_ context.Context, _ uuid.UUID, _, title, html string, pdf []byte) (string, error) {
	k.title, k.html, k.pdf = title, html, pdf
	return "kept", k.fail
}

func send(t *testing.T, p outbox.Parcel) *kept {
	t.Helper()
	k := &kept{}
	if _, err := (Sender{Agency: "The Agency", Site: "example.gov", Printer: k}).Send(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestTheSameLetterIsTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, name := range Names {
		for _, language := range Languages {
			first, second := send(t, parcel(name, language)), send(t, parcel(name, language))
			if !bytes.Equal(first.pdf, second.pdf) || first.html != second.html {
				t.Errorf("%s in %s is different the second time", name, language)
			}
			if !bytes.HasPrefix(first.pdf, []byte("%PDF-1.")) || !bytes.Contains(first.pdf, []byte("%%EOF")) {
				t.Errorf("%s in %s is no PDF", name, language)
			}
			if bytes.Count(first.pdf, []byte("Date (D:20270102030405")) != 2 {
				t.Errorf("%s in %s bears another date", name, language)
			}
			other := parcel(name, language)
			other.Params["receipt"] = "IOE0912345679"
			if bytes.Equal(first.pdf, send(t, other).pdf) {
				t.Errorf("%s in %s: another case is the same letter", name, language)
			}
		}
	}
}

func TestTheNoticeSaysWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for language, says := range map[string][]string{
		"en": {"Account Access Notice", "IOE0912345678", "ABCD-EFGH-JKMN", "April 2, 2027", "January 2, 2027", "example.gov", "Núñez Łukasz<br>1 Main St", "The Agency"},
		"es": {"Aviso de acceso", "IOE0912345678", "ABCD-EFGH-JKMN", "2 de abril de 2027", "2 de enero de 2027", "example.gov", `lang="es"`},
	} {
		html := send(t, parcel(AccessNotice, language)).html
		for _, s := range says {
			if !strings.Contains(html, s) {
				t.Errorf("in %s it does not say %q: %s", language, s, html)
			}
		}
	}
}

// words is what the streams of a PDF write.
func words(t *testing.T, pdf []byte) string {
	t.Helper()
	var all strings.Builder
	for _, piece := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(piece))
		if err != nil {
			continue
		}
		if _, err := io.Copy(&all, z); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestThePDFHasTheSameWords(t *testing.T) {
	t.Parallel()
	for language, says := range map[string][]string{
		"en": {"Account Access Notice", "IOE0912345678", "ABCD-EFGH-JKMN", "April 2, 2027", "N\xfa\xf1ez Lukasz", "1 Main St", "The Agency", "Whoever has this letter"},
		"es": {"Aviso de acceso a la cuenta", "IOE0912345678", "ABCD-EFGH-JKMN", "2 de abril de 2027", "C\xf3mo usar el c\xf3digo"},
	} {
		got := words(t, send(t, parcel(AccessNotice, language)).pdf)
		for _, s := range says {
			if !strings.Contains(got, s) {
				t.Errorf("in %s the PDF lacks %q", language, s)
			}
		}
	}
}

func TestEveryLetterSpeaksEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, name := range Names {
		if en, es := send(t, parcel(name, "en")).title, send(t, parcel(name, "es")).title; en == es || en == "" || es == "" {
			t.Errorf("%s: %q and %q", name, en, es)
		}
	}
	for _, language := range Languages {
		entries, err := files.ReadDir("templates/" + Edition + "/" + language)
		if err != nil || len(entries) != len(Names) {
			t.Errorf("%s has %d letters: %v", language, len(entries), err)
		}
	}
}

func TestNamesLoseTheirMarksButNeverTheirLetters(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Núñez":            "N\xfa\xf1ez",
		"Łukasz Żak":       "Lukasz Zak",
		"Nguyễn":           "Nguyen",
		"Đặng":             "Dang",
		"Jose\u0301":       "Jos\xe9",
		"O’Neil — “Suite”": "O\x92Neil \x97 \x93Suite\x94",
	} {
		got, err := latin(typed)
		if err != nil || got != want {
			t.Errorf("%q is printed as %q, want %q: %v", typed, got, want, err)
		}
	}
	for _, typed := range []string{"Иван", "王", "أحمد", "😀", "�"} {
		if got, err := latin(typed); !errors.Is(err, ErrUnprintable) {
			t.Errorf("%q is printed as %q", typed, got)
		}
	}
}

func TestLettersThatCannotBePrinted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*outbox.Parcel)
		want   outbox.Failure
	}{
		"no address":      {func(p *outbox.Parcel) { p.To = " \n" }, outbox.Failure{Class: outbox.Permanent, Code: "address"}},
		"another script":  {func(p *outbox.Parcel) { p.To = "Иван\n1 Main St" }, outbox.Failure{Class: outbox.Permanent, Code: "script"}},
		"a newer edition": {func(p *outbox.Parcel) { p.Edition = "2099-01" }, outbox.Failure{Class: outbox.Temporary, Code: "edition"}},
		"no such letter":  {func(p *outbox.Parcel) { p.Template = "poem" }, outbox.Failure{Class: outbox.Temporary, Code: "edition"}},
		"a fact missing":  {func(p *outbox.Parcel) { p.Params = nil }, outbox.Failure{Class: outbox.Permanent, Code: "template"}},
	} {
		p := parcel(AccessNotice, "en")
		c.change(&p)
		k := &kept{}
		_, err := Sender{Printer: k}.Send(t.Context(), p)
		var got *outbox.Failure
		if !errors.As(err, &got) || *got != c.want || k.pdf != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := Sender{Printer: &kept{fail: errors.New("disk full")}}.Send(t.Context(), parcel(AccessNotice, "en"))
	var got *outbox.Failure
	if !errors.As(err, &got) || got.Class != outbox.Temporary {
		t.Errorf("a printer that fails: %v", err)
	}
}

func TestALetterFillsOnePage(t *testing.T) {
	t.Parallel()
	for _, language := range Languages {
		p := send(t, parcel(AccessNotice, language))
		if n := bytes.Count(p.pdf, []byte("/Type /Page\n")); n != 1 {
			t.Errorf("in %s it has %d pages", language, n)
		}
	}
}

func TestTheSpoolHasWholeFilesForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "spool")
	id := uuid.New()
	for range 2 {
		if _, err := (Spool{dir}).Print(t.Context(), id, "", "", "<p>", []byte("%PDF")); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d files: %v", len(entries), err)
	}
	for name, want := range map[string]string{id.String() + ".pdf": "%PDF", id.String() + ".html": "<p>"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || string(raw) != want {
			t.Errorf("%s has %q: %v", name, raw, err)
		}
		if info, _ := os.Stat(filepath.Join(dir, name)); info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, info.Mode())
		}
	}
}

func TestASpoolThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Spool{file}).Print(t.Context(), uuid.New(), "", "", "", nil); err == nil {
		t.Error("printed into a file")
	}
}
