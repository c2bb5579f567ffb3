package casefile

import (
	"regexp"
	"strings"

	"github.com/casetrail/casetrail/domain"
)

// What a typed text is when it is no receipt number.
var (
	ErrReceiptMissing   = malformed("missing", "Type the receipt number: three letters and ten digits.")
	ErrReceiptMalformed = malformed("malformed", "This is not a receipt number. A receipt number has three letters and ten digits.")
	ErrReceiptTooShort  = malformed("too_short", "Some digits are missing. After its three letters, a receipt number has ten digits.")
	ErrReceiptTooLong   = malformed("too_long", "This is too long. A receipt number has three letters and ten digits.")
	ErrLetterForDigit   = malformed("letter_for_digit", "A letter stands where a digit belongs, or a digit where a letter belongs. Check the letter O and the number 0.")
	ErrNoLetters        = malformed("letters_missing", "The three letters at the beginning are missing. A receipt number has three letters and ten digits.")
	ErrIsANumber        = malformed("is_a_number", "This looks like an A-Number. It belongs to a person. The receipt number belongs to one filing: three letters and ten digits.")
	ErrIsAccountNumber  = malformed("is_account_number", "This looks like an online account number. The receipt number has three letters and ten digits.")
	ErrIsAccessCode     = malformed("is_access_code", "This looks like an access code. Type it in its own field. The receipt number has three letters and ten digits.")
	ErrIsForm           = malformed("is_form", "This looks like the number of a form or a notice. The receipt number has three letters and ten digits.")
	ErrIsSSN            = malformed("is_ssn", "This looks like a Social Security number or an A-Number. Please do not type it here. The receipt number has three letters and ten digits.")
	ErrIsPhone          = malformed("is_phone", "This looks like a phone number. The receipt number has three letters and ten digits.")
	ErrIsDate           = malformed("is_date", "This looks like a date. The receipt number has three letters and ten digits.")
	ErrIsEmail          = malformed("is_email", "This looks like an e-mail address. The receipt number has three letters and ten digits.")
)

// ReceiptErrors are all that ParseReceipt can answer.
var ReceiptErrors = []*domain.Error{
	ErrReceiptMissing, ErrReceiptMalformed, ErrReceiptTooShort, ErrReceiptTooLong, ErrLetterForDigit, ErrNoLetters, ErrIsANumber,
	ErrIsAccountNumber, ErrIsAccessCode, ErrIsForm, ErrIsSSN, ErrIsPhone, ErrIsDate, ErrIsEmail,
}

// A clue is one kind of text. It is looked for in the text as typed or in what is left without spaces and dashes.
// The first clue that fits is told, so the order matters.
var clues = []struct {
	typed, bare *regexp.Regexp
	is          error
}{
	{typed: regexp.MustCompile(`@`), is: ErrIsEmail},
	{typed: regexp.MustCompile(`^[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}$`), is: ErrIsSSN},
	{typed: regexp.MustCompile(`^(?:[0-9]{4}([-/.])[0-9]{1,2}([-/.])[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}([-/.])[0-9]{4})$`), is: ErrIsDate},
	{typed: regexp.MustCompile(`^\+[0-9 ().-]{7,20}$|^\(?[0-9]{3}\)?[-. ]+[0-9]{3}[-. ][0-9]{4}$|^1[-. ][0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}$`), is: ErrIsPhone},
	{typed: regexp.MustCompile(`(?i)^[0-9A-Z]{4}[- ][0-9A-Z]{4}[- ][0-9A-Z]{4}$`), bare: regexp.MustCompile(`[A-Z]`), is: ErrIsAccessCode},
	{bare: regexp.MustCompile(`^A[0-9]{7,9}$`), is: ErrIsANumber},
	{bare: regexp.MustCompile(`^(?:I|N|G|AR|EOIR|DS|FORMI|FORMN|FORMG)[0-9]{1,4}[A-Z]{0,2}$`), is: ErrIsForm},
	{bare: regexp.MustCompile(`^[0-9]{9}$`), is: ErrIsSSN},
	{bare: regexp.MustCompile(`^[0-9]{12}$`), is: ErrIsAccountNumber},
	{bare: regexp.MustCompile(`^1[0-9]{10}$`), is: ErrIsPhone},
	{bare: regexp.MustCompile(`^[0-9]{10}$`), is: ErrNoLetters},
	{bare: regexp.MustCompile(`^[A-Z]{3}[0-9*]{11,}$`), is: ErrReceiptTooLong},
	{bare: regexp.MustCompile(`^[A-Z]{3}\*?[0-9]{0,9}$`), is: ErrReceiptTooShort},
	{bare: regexp.MustCompile(`^[A-Z0-9]{3}[0-9OIL]{10}$`), is: ErrLetterForDigit},
	{bare: regexp.MustCompile(`^[0-9A-TV-Z]*[0-9][0-9A-TV-Z]*$`), typed: regexp.MustCompile(`^(?:[^0-9A-Za-z]*[0-9A-Za-z]){12}[^0-9A-Za-z]*$`), is: ErrIsAccessCode},
}

// diagnose says what a text is that is no receipt number.
func diagnose(typed, bare string) error {
	if bare == "" {
		return ErrReceiptMissing
	}
	for _, c := range clues {
		if (c.typed == nil || c.typed.MatchString(typed)) && (c.bare == nil || c.bare.MatchString(bare)) {
			return c.is
		}
	}
	if len(strings.TrimLeft(bare, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*")) == 0 && len(bare) > len("IOE0912345678") {
		return ErrReceiptTooLong
	}
	return ErrReceiptMalformed
}
