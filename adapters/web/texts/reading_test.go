package texts

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/domain/casefile"
)

// highest is the school grade that no English text may ask for.
const highest = 8.9

// known are long words that every reader of this site meets on paper, and that have no shorter one.
var known = []string{
	"immigration", "representative", "naturalization", "petitioner", "requestor", "authenticator", "information", "application",
	"accessibility", "government", "security", "agency", "casetrail",
}

var (
	sentences = regexp.MustCompile(`[.!?:]+(?:\s|$)|\n\n|;\s`)
	wordsIn   = regexp.MustCompile(`[A-Za-z][A-Za-z’'-]*|\d[\d,]*`)
	vowels    = regexp.MustCompile(`[aeiouy]+`)
)

// grade is the Flesch-Kincaid grade of an English text, and how many words it has.
func grade(s string) (grade float64, words int) {
	s = strings.NewReplacer("**", "", "[", "", "name@example.com", "example").Replace(link.ReplaceAllString(spots.ReplaceAllString(s, "it"), ""))
	all := wordsIn.FindAllString(s, -1)
	spoken, ends := 0, len(sentences.FindAllString(strings.TrimSpace(s), -1))
	for _, w := range all {
		spoken += syllables(strings.ToLower(w))
	}
	if last := strings.TrimRight(s, " \n"); last != "" && !strings.ContainsAny(last[len(last)-1:], ".!?:") {
		ends++
	}
	return 0.39*float64(len(all))/float64(max(ends, 1)) + 11.8*float64(spoken)/float64(max(len(all), 1)) - 15.59, len(all)
}

func syllables(word string) int {
	if slices.Contains(known, strings.TrimSuffix(word, "s")) {
		return 2
	}
	n := len(vowels.FindAllString(word, -1))
	silent := strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") ||
		strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ted") && !strings.HasSuffix(word, "ded") ||
		strings.HasSuffix(word, "es") && !strings.HasSuffix(word, "ses") && !strings.HasSuffix(word, "ges") && !strings.HasSuffix(word, "ces")
	if silent && n > 1 {
		n--
	}
	return max(n, 1)
}

// hard says which texts ask too much of a reader.
func hard(texts map[string]string) (wrong []string) {
	for key, s := range texts {
		if g, words := grade(s); words >= 20 && g > highest {
			wrong = append(wrong, fmt.Sprintf("%s is for grade %.1f, at most %.1f: shorter sentences, shorter words", key, g, highest))
		}
	}
	slices.Sort(wrong)
	return wrong
}

func TestTextsArePlain(t *testing.T) {
	t.Parallel()
	all := map[string]string{}
	for key, m := range catalogs["en"].messages {
		all[key] = m.Other
	}
	paths, err := fs.Glob(files, "en/documents/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range casefile.Codes {
		all["action code "+c.Code] = strings.NewReplacer("{", "{{.", "}", "}}").Replace(c.Sentence.EN + " " + c.Next.EN)
	}
	for _, p := range paths {
		content, err := fs.ReadFile(files, p)
		if err != nil {
			t.Fatal(err)
		}
		all[p] = string(content)
	}
	for _, w := range hard(all) {
		t.Error(w)
	}
}

func TestHard(t *testing.T) {
	t.Parallel()
	wrong := hard(map[string]string{
		"plain": "We sent you a letter. It has a code. Type the code here, then type your date of birth. You will see your case.",
		"hard":  "Notwithstanding the aforementioned circumstances, the applicant's representative is required to submit documentation substantiating eligibility for the requested classification prior to adjudication.",
		"short": "Documentation substantiating eligibility",
		"known": "Your immigration representative can use an authenticator app. The application has the information. The government keeps it. We do too.",
	})
	if len(wrong) != 1 || !strings.HasPrefix(wrong[0], "hard is for grade") {
		t.Errorf("it says %q", wrong)
	}
	for word, want := range map[string]int{"code": 1, "letter": 2, "asked": 1, "needed": 2, "people": 2, "notices": 3, "the": 1, "application": 2, "eligibility": 6} {
		if got := syllables(word); got != want {
			t.Errorf("%s has %d syllables, not %d", word, got, want)
		}
	}
}
