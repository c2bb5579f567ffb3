package browsertest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/runtime"
)

// arguments are those of a call of the console, as it would show them.
func arguments(args []*runtime.RemoteObject) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = arg.Description
		var text string
		if json.Unmarshal(arg.Value, &text) == nil {
			words[i] = text
		}
	}
	return strings.Join(words, " ")
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception == nil {
		return d.Text
	}
	return cmp.Or(arguments([]*runtime.RemoteObject{d.Exception}), d.Text)
}

func refusal(d *audits.ContentSecurityPolicyIssueDetails) string {
	text := fmt.Sprintf("%s refused %s", d.ViolatedDirective, cmp.Or(d.BlockedURL, "something inline"))
	if at := d.SourceCodeLocation; at != nil {
		text += fmt.Sprintf(" at %s:%d", at.URL, at.LineNumber+1)
	}
	return text
}
