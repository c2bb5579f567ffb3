package parts

// Press is a button that sends its form.
type Press struct {
	Text        string
	Look        Look
	Name, Value string // what is sent along when a form has several buttons
	Act         string // where it sends the form when not to the form's own address
}

// Look says how much a button wants to be pressed. A page has one main button.
type Look string

// The looks of buttons and of links that look like buttons.
const (
	Main   Look = ""
	Second Look = "usa-button--outline"
	Danger Look = "usa-button--secondary" // ends or removes something, and the page asked first
	Plain  Look = "usa-button--unstyled"  // looks like a link, so that nobody presses it by habit
)
