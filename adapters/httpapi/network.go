package httpapi

import (
	"net/http"
	"net/netip"
	"strings"
)

// Network is from where a request comes, as limits count it: an IPv4 address, or a /64 of IPv6. Forwarded-for is believed
// only from the configured proxies, and only its last address that is not one of them.
func (a *API) Network(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	at := peer.Addr().Unmap()
	if a.trusted(at) {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && a.trusted(at); i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				break
			}
			at = hop.Unmap()
		}
	}
	if at.Is6() {
		p, _ := at.WithZone("").Prefix(64)
		return p.String()
	}
	return at.String()
}

func (a *API) trusted(at netip.Addr) bool {
	for _, p := range a.Proxies {
		if p.Contains(at) {
			return true
		}
	}
	return false
}
