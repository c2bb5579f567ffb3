package parts

import "github.com/a-h/templ"

func valueSections() []Section {
	codes := []string{"4KQF-29HM", "7XRT-4WB3", "9DPC-6JNV", "2MHK-8QFT", "5WBR-3XDC"}
	return []Section{
		{"CopyButton", "A value that is often needed elsewhere.", []templ.Component{CopyButton("receipt", "Receipt number", "IOE0912345678")}},
		{"CopyBlock", "Lines for a terminal or a program.", []templ.Component{CopyBlock("call", "The call", "curl https://casetrail.example/case-status/EAC9999103403")}},
		{"CodeSheet", "Backup codes, shown once.", []templ.Component{CodeSheet(codes, "backup-codes.txt")}},
		{"QR", "A secret to scan, and to type for who cannot scan.", []templ.Component{QR("otpauth://totp/Casetrail:ana@example.com?secret=JBSWY3DPEHPK3PXP&issuer=Casetrail", "JBSW Y3DP EHPK 3PXP")}},
		{"Masked", "A number that is nobody's business. Showing it is recorded.", []templ.Component{Masked(Form{ID: "unmask", Action: "#", Token: "token"}, "A-Number", "6789")}},
		{"PrintButton", "On pages of record.", []templ.Component{PrintButton()}},
		{"Mark", "The sign of the product, in one color.", []templ.Component{Mark()}},
	}
}

func frameSections() []Section {
	return []Section{
		{"Page", "Round every page: this one too.", nil},
		{"HelpBlock", "The last thing before the footer of every page: of this one too.", nil},
		{"LanguageSwitch", "In the header of every page.", []templ.Component{LanguageSwitch([]Language{{Code: "es", Href: "#"}})}},
		{"SessionWarning", "Asks two minutes before a session ends. It is shut until then.", []templ.Component{
			SessionWarning(Session{Left: 24 * 60 * 60, Extend: "#", Ended: "#"}, Account{SignOut: "#"}),
		}},
		{"BackLink", "To the page before, where there is one way back: above the heading of this page too.", nil},
		{"Breadcrumb", "Where a page is.", []templ.Component{Breadcrumb([]Link{{Text: "Your cases", Href: "#"}, {Text: "IOE0912345678", Href: "#"}, {Text: "History", Current: true}})}},
	}
}
