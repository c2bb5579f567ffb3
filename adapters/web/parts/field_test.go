package parts_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/casetrail/casetrail/adapters/web/parts"
	"github.com/casetrail/casetrail/adapters/web/texts"
)

// fields are all that take a form and a field, with the name of the control that is tied to the error.
var fields = map[string]func(parts.Form, parts.Field) templ.Component{
	"text": parts.TextField, "email": parts.EmailField, "password": parts.PasswordField, "code": parts.CodeField,
	"area": parts.TextArea, "date": parts.DateField, "checkbox": parts.Checkbox,
	"select": func(f parts.Form, p parts.Field) templ.Component {
		return parts.Select(f, p, []parts.Option{{Value: "a", Text: "A"}})
	},
	"radios": func(f parts.Form, p parts.Field) templ.Component {
		return parts.Radios(f, p, []parts.Option{{Value: "a", Text: "A"}})
	},
	"checkboxes": func(f parts.Form, p parts.Field) templ.Component {
		return parts.Checkboxes(f, p, []parts.Option{{Value: "a", Text: "A"}})
	},
}

func TestAFieldIsTiedToItsHintAndError(t *testing.T) {
	t.Parallel()
	for name, field := range fields {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := parts.Form{Problems: []parts.Problem{{Field: "x", Text: "This is wrong."}}}
			page := show(t, context.Background(), templ.Join(parts.ErrorSummary(f), field(f, parts.Field{Name: "x", Label: "Label", Hint: "Hint"})))
			tied := page.all(func(e *element) bool { return e.attrs["aria-describedby"] == "x-hint x-error" })
			if len(tied) != 1 {
				t.Fatalf("%d elements are described by the hint and the error", len(tied))
			}
			if got := page.byID("x-hint").said(); got != "Hint" {
				t.Errorf("the hint says %q", got)
			}
			if got := page.byID("x-error").said(); got != "Error: This is wrong." {
				t.Errorf("the error says %q", got)
			}
			first := page.byID("x")
			if first == nil || !strings.Contains("input select textarea", first.name) {
				t.Error("the error summary does not lead to the field's first control")
			}
		})
	}
}

func TestAFieldWithoutProblemIsNotMarked(t *testing.T) {
	t.Parallel()
	for name, field := range fields {
		page := show(t, context.Background(), field(parts.Form{}, parts.Field{Name: "x", Label: "Label"}))
		if marked := page.all(func(e *element) bool {
			return e.attrs["aria-invalid"] != "" || e.attrs["aria-describedby"] != "" || strings.Contains(e.attrs["class"], "error")
		}); len(marked) > 0 {
			t.Errorf("%s: %s is marked as wrong", name, marked[0].name)
		}
	}
}

func TestHostileValuesStayText(t *testing.T) {
	t.Parallel()
	hostile := `"><script>x()</script>`
	f := parts.Form{Values: url.Values{"x": {hostile}, "x_day": {hostile}}, Problems: []parts.Problem{{Field: "x", Text: hostile}}, Action: hostile, Token: hostile, Key: hostile}
	for name, field := range fields {
		page := show(t, templ.WithChildren(context.Background(), field(f, parts.Field{Name: "x", Label: hostile, Hint: hostile})), parts.FormFor(f))
		if len(page.named("script")) > 0 {
			t.Errorf("%s lets a value become a script", name)
		}
		if len(page.named("input", "select", "textarea")) < 3 {
			t.Errorf("%s is not in its form", name)
		}
	}
}

func TestALinkNeverRunsAScript(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.ButtonLink(parts.Link{Text: "x", Href: "javascript:x()"}, parts.Main))
	if href := page.named("a")[0].attrs["href"]; strings.HasPrefix(href, "javascript") {
		t.Errorf("the link leads to %s", href)
	}
}

func TestAPasswordIsNeverSentBack(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.PasswordField(parts.Form{Values: url.Values{"p": {"Correct-Horse-7"}}}, parts.Field{Name: "p", Label: "Password"}))
	for _, e := range page.named("input") {
		if e.attrs["value"] != "" {
			t.Errorf("the field holds %q", e.attrs["value"])
		}
		if e.attrs["autocomplete"] != "current-password" {
			t.Errorf("a browser is told to fill in %q", e.attrs["autocomplete"])
		}
	}
}

func TestACodeIsOneInput(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.CodeField(parts.Form{Values: url.Values{"c": {"12"}}}, parts.Field{Name: "c", Label: "Code"}))
	inputs := page.named("input")
	if len(inputs) != 1 {
		t.Fatalf("the code has %d inputs", len(inputs))
	}
	for a, want := range map[string]string{"autocomplete": "one-time-code", "inputmode": "numeric", "value": "12", "aria-required": "true"} {
		if got := inputs[0].attrs[a]; got != want {
			t.Errorf("%s is %q", a, got)
		}
	}
}

func TestOnlyOptionalFieldsAreMarked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language string
		optional bool
		want     string
	}{{"en", true, "Reason (optional)"}, {"es", true, "Reason (opcional)"}, {"en", false, "Reason"}} {
		page := show(t, texts.With(context.Background(), c.language), parts.TextField(parts.Form{}, parts.Field{Name: "x", Label: "Reason", Optional: c.optional}))
		if got := page.named("label")[0].said(); got != c.want {
			t.Errorf("the label says %q, not %q", got, c.want)
		}
	}
}
