package door

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestFromWhereARequestComes(t *testing.T) {
	t.Parallel()
	behind := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		what      string
		proxies   []netip.Prefix
		peer      string
		forwarded []string
		want      string
	}{
		{"an IPv4 address", nil, "192.0.2.7:1234", nil, "192.0.2.7"},
		{"an IPv4 address written as IPv6", nil, "[::ffff:192.0.2.7]:1234", nil, "192.0.2.7"},
		{"a /64 of IPv6", nil, "[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		{"another address of that /64", nil, "[2001:db8:1:2:ffff::1]:1234", nil, "2001:db8:1:2::/64"},
		{"an address with a zone", nil, "[fe80::1%eth0]:1234", nil, "fe80::/64"},
		{"what is no address", nil, "@", nil, "unknown"},
		{"a header that nobody may send", nil, "192.0.2.7:1234", []string{"203.0.113.9"}, "192.0.2.7"},
		{"a header of who is no proxy", behind, "192.0.2.7:1234", []string{"203.0.113.9"}, "192.0.2.7"},
		{"a proxy", behind, "10.1.2.3:1234", []string{"203.0.113.9"}, "203.0.113.9"},
		{"a proxy that says nothing", behind, "10.1.2.3:1234", nil, "10.1.2.3"},
		{"what a client put before the proxy's word", behind, "10.1.2.3:1234", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"the same in two headers", behind, "10.1.2.3:1234", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		{"two proxies", behind, "10.1.2.3:1234", []string{"198.51.100.1, 203.0.113.9, 10.9.9.9"}, "203.0.113.9"},
		{"a client that calls itself a proxy", behind, "10.1.2.3:1234", []string{"10.5.5.5, 203.0.113.9"}, "203.0.113.9"},
		{"proxies only", behind, "10.1.2.3:1234", []string{"10.5.5.5, 10.6.6.6"}, "10.5.5.5"},
		{"nonsense before the proxy's word", behind, "10.1.2.3:1234", []string{"evil, 203.0.113.9"}, "203.0.113.9"},
		{"nonsense in the proxy's word", behind, "10.1.2.3:1234", []string{"203.0.113.9, evil"}, "10.1.2.3"},
		{"an empty word", behind, "10.1.2.3:1234", []string{""}, "10.1.2.3"},
		{"a client behind an IPv6 proxy", behind, "[fd00::1]:1234", []string{"2001:db8:1:2:3::4"}, "2001:db8:1:2::/64"},
		{"a client with an IPv4 address in IPv6", behind, "10.1.2.3:1234", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		{"a client with a zone", behind, "10.1.2.3:1234", []string{"fe80::1%25evil"}, "fe80::/64"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := Proxies(c.proxies).Network(r); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}
