package parts

import "github.com/a-h/templ"

// Notice is something that the page wants to be known.
type Notice struct {
	Kind    NoticeKind
	Heading string
	Level   int // of the heading; 2 when not said
	Text    string
	Body    templ.Component // after the text, where it needs links or a list
	Live    bool            // answers what the person just did: it is read out at once
}

// NoticeKind says how much a notice matters.
type NoticeKind string

// The kinds of notice.
const (
	Info    NoticeKind = "info"
	Success NoticeKind = "success"
	Warning NoticeKind = "warning"
	Failure NoticeKind = "error"
)

var noticeIcons = map[NoticeKind]string{Info: "info", Success: "check", Warning: "warning", Failure: "error"}

// role makes a notice heard: at once when it is a failure, and when the reader pauses otherwise.
func (n Notice) role() string {
	switch {
	case !n.Live:
		return ""
	case n.Kind == Failure:
		return "alert"
	}
	return "status"
}
