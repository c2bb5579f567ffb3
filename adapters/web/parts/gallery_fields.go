package parts

import (
	"net/url"

	"github.com/a-h/templ"
)

// typed is a form of the gallery in which something was typed, and something is wrong.
func typed(id string, values url.Values, problems ...Problem) Form {
	return Form{ID: id, Values: values, Problems: problems}
}

func fieldSections() []Section {
	name := Field{Name: "family_name", Label: "Last name", Hint: "As it stands on your passport.", Autocomplete: "family-name", Width: Twenty, Max: 100}
	email := Field{Name: "email", Label: "Email address", Hint: "We send a code to this address each time you sign in."}
	code := Field{Name: "code", Label: "Code", Hint: "6 digits. It works for 10 minutes.", Width: Ten}
	letter := Field{Name: "letter", Label: "Access code", Hint: "It is on your letter. Dashes and spaces do not matter.", InputMode: "text", Autocomplete: "off"}
	born := Field{Name: "born", Label: "Date of birth", Hint: "For example: 4 28 1986", Autocomplete: "bday"}
	why := Field{Name: "why", Label: "What happened?", Optional: true, Max: 2000}
	language := Field{Name: "language", Label: "Language of our emails"}
	office := Field{Name: "office", Label: "Office"}
	agree := Field{Name: "agree", Label: "I have read the terms of use and agree to them."}
	wrong := Problem{"born", "The month must be a number from 1 to 12."}
	return []Section{
		{"FormFor", "Round the fields of a form. It carries the proofs that the form is ours and was sent once.", []templ.Component{
			holding(FormFor(Form{ID: "whole", Action: "#", Token: "token", Key: "key"}), TextField(Form{ID: "whole"}, name), holding(Buttons(), Button(Press{Text: "Continue"}))),
		}},
		{"ErrorSummary", "Above a form that was sent and cannot be accepted. It gets the focus.", []templ.Component{
			ErrorSummary(typed("dates", nil, wrong, Problem{"", "We could not send the email. Try again in 5 minutes."})),
		}},
		{"TextField", "One line of text.", []templ.Component{TextField(Form{ID: "text"}, name)}},
		{"EmailField", "An email address.", []templ.Component{
			EmailField(typed("mail", url.Values{"email": {"ana@"}}, Problem{"email", "Enter an email address like name@example.com."}), email),
		}},
		{"PhoneField", "A phone number, as people write it.", []templ.Component{
			PhoneField(Form{ID: "phone"}, Field{Name: "phone", Label: "Mobile phone number", Hint: "Example: 202-555-0142", Width: Twenty}),
		}},
		{"PasswordField", "A password. With a script it can be shown.", []templ.Component{PasswordField(Form{ID: "secret-form"}, Field{Name: "password", Label: "Password"})}},
		{"PasswordRules", "Above the field of a new password. With a script each rule says whether it is met.", []templ.Component{
			PasswordRules(Form{ID: "new-secret"}, "password"), PasswordField(Form{ID: "new-secret"}, Field{Name: "password", Label: "New password", Autocomplete: "new-password"}),
		}},
		{"CodeField", "A code, in one input, so that it can be pasted.", []templ.Component{
			CodeField(Form{ID: "once"}, code), CodeField(typed("letter", url.Values{"letter": {"7KQF-29HM-XRT4-WB3D"}}), letter),
		}},
		{"DateField", "A date that one knows. The order of the inputs is that of the language.", []templ.Component{
			DateField(typed("dates", url.Values{"born_month": {"28"}, "born_day": {"4"}, "born_year": {"1986"}}, wrong), born),
		}},
		{"TextArea", "Several lines of text.", []templ.Component{TextArea(Form{ID: "area"}, why)}},
		{"Radios", "One of a few choices.", []templ.Component{
			Radios(typed("radio", url.Values{"language": {"es"}}), language, []Option{{"en", "English", ""}, {"es", "Español", "Usted recibirá los avisos en español."}}),
		}},
		{"Checkboxes", "Any number of choices.", []templ.Component{
			Checkboxes(Form{ID: "many"}, Field{Name: "ways", Label: "How may we reach you?", Optional: true}, []Option{{"mail", "Email", ""}, {"letter", "Letter", "To your mailing address."}}),
		}},
		{"Checkbox", "One yes, such as an agreement.", []templ.Component{
			Checkbox(typed("one", nil, Problem{"agree", "To go on, agree to the terms of use."}), agree),
		}},
		{"Select", "One of many choices.", []templ.Component{
			Select(Form{ID: "list"}, office, []Option{{"NSC", "Nebraska Service Center", ""}, {"TSC", "Texas Service Center", ""}}),
		}},
		{"Button", "Sends a form. A page has one main button.", []templ.Component{
			Button(Press{Text: "Continue"}), Button(Press{Text: "Send the code again", Look: Second, Act: "#"}),
			Button(Press{Text: "Remove this method", Look: Danger, Name: "remove", Value: "yes"}), Button(Press{Text: "Cancel", Look: Plain}),
		}},
		{"ButtonLink", "Leads to the next thing to do.", []templ.Component{ButtonLink(Link{Text: "Create an account", Href: "#"}, Main)}},
		{"Buttons", "Holds buttons together, the main one first.", []templ.Component{
			holding(Buttons(), Button(Press{Text: "Save"}), ButtonLink(Link{Text: "Cancel", Href: "#"}, Second)),
		}},
	}
}
