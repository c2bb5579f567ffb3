package vault

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commonText is the stems of the most used passwords, a line each, sorted: lower-case, without the digits and signs
// that people put around them to satisfy a rule.
//
//go:embed common.txt
var commonText string

var commonStems = strings.Fields(commonText)

// common says whether a password is a common one, once what is put around and in place of its letters is taken away.
func common(password string) bool {
	lower := strings.ToLower(password)
	for _, core := range cores(lower) {
		if isCommon(plain(core)) || isCommon(plain(undressed(core))) {
			return true
		}
	}
	return false
}

// isCommon also knows repetitions: "dragondragon" is no better than "dragon", and no letter is better for being many.
func isCommon(stem string) bool {
	stem = once(stem)
	_, found := slices.BinarySearch(commonStems, stem)
	return found || utf8.RuneCountInString(stem) == 1
}

// once is the shortest piece that the text is a repetition of.
func once(text string) string {
	for size := 1; size <= len(text)/2; size++ {
		if strings.Repeat(text[:size], len(text)/size) == text {
			return text[:size]
		}
	}
	return text
}

// cores are the password as it stands, without what trails it, and without what stands around it, where that is little.
func cores(lower string) []string {
	whole := []string{lower}
	tail := strings.TrimRightFunc(lower, padding)
	if !little(lower[len(tail):]) {
		return whole
	}
	core := strings.TrimLeftFunc(tail, padding)
	if !little(tail[:len(tail)-len(core)]) {
		return append(whole, tail)
	}
	return append(whole, tail, core)
}

// padding is what people add to a word; @ and $ stand for letters more often.
func padding(r rune) bool { return !unicode.IsLetter(r) && r != '@' && r != '$' }

// little is up to four digits, as of a year, or a run of them such as 123456, with whatever signs.
func little(around string) bool {
	numbers := strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return r
		}
		return -1
	}, around)
	return len(numbers) <= 4 || isRun(numbers)
}

// isRun says that the digits count up or down by one step, or stay the same.
func isRun(numbers string) bool {
	for i := 2; i < len(numbers); i++ {
		if numbers[i]-numbers[i-1] != numbers[1]-numbers[0] {
			return false
		}
	}
	return true
}

var dressing = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// undressed reads signs and digits as the letters that they stand for.
func undressed(text string) string { return dressing.Replace(text) }

// plain is the letters and digits of a text.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if alphanumeric(r) {
			return r
		}
		return -1
	}, text)
}
