package statusapi

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/casetrail/casetrail/domain/client"
	"github.com/casetrail/casetrail/domain/limits"
)

// tokenAnswer has texts only: so programs read it that exist.
type tokenAnswer struct {
	AccessToken      string `json:"access_token"`
	TokenType        string `json:"token_type"`
	ExpiresIn        string `json:"expires_in"` // seconds
	IssuedAt         string `json:"issued_at"`  // milliseconds since 1970
	Status           string `json:"status"`
	Scope            string `json:"scope"`
	RefreshExpiresIn string `json:"refresh_token_expires_in"`
	Products         string `json:"api_product_list"`
	Organization     string `json:"organization_name"`
}

// grant answers an access token for a client id and its secret.
func (a *API) grant(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(w, r)
	if err != nil {
		return err
	}
	g, err := a.Door.Grant(r.Context(), a.Proxies.Network(r), form.Get("client_id"), form.Get("client_secret"), a.Now())
	if err != nil {
		return err
	}
	for _, asked := range strings.Fields(form.Get("scope")) {
		if !slices.Contains(g.Scopes, asked) {
			return faultScope
		}
	}
	send(w, http.StatusOK, tokenAnswer{
		AccessToken: g.Token, TokenType: "Bearer", ExpiresIn: strconv.Itoa(int(limits.ClientTokenLife.Seconds())),
		IssuedAt: strconv.FormatInt(g.Issued.UnixMilli(), 10), Status: "approved", Scope: strings.Join(g.Scopes, " "),
		RefreshExpiresIn: "0", Products: products(g.Scopes), Organization: a.Agency,
	})
	return nil
}

func products(scopes []string) string {
	var names []string
	for _, name := range scopes {
		if s, ok := client.FindScope(name); ok {
			names = append(names, s.Product)
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// maxForm is more than any form of this call has.
const maxForm = 4 << 10

// needed are the fields without which there is no token.
var needed = []string{"grant_type", "client_id", "client_secret"}

// readForm reads the body: each field that is known once, and nothing in the address, which is written to logs.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, faultTooLarge
	case err != nil:
		return nil, faultRequest
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, faultMediaType
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || r.URL.RawQuery != "" {
		return nil, faultRequest
	}
	for name, values := range form {
		if len(values) > 1 || slices.Contains(needed, name) && values[0] == "" {
			return nil, faultRequest
		}
	}
	for _, name := range needed {
		if !form.Has(name) {
			return nil, faultRequest
		}
	}
	if form.Get("grant_type") != "client_credentials" {
		return nil, faultGrantType
	}
	return form, nil
}
