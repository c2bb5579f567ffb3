package door

import (
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks whose X-Forwarded-For is believed.
type Proxies []netip.Prefix

// Network is from where a request comes, as limits count it: an IPv4 address, or a /64 of IPv6. Forwarded-for is believed
// only from the configured proxies, and only its last address that is not one of them.
func (p Proxies) Network(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "unknown"
	}
	at := peer.Addr().Unmap()
	if p.trust(at) {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0 && p.trust(at); i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				break
			}
			at = hop.Unmap()
		}
	}
	if at.Is6() {
		n, _ := at.WithZone("").Prefix(64)
		return n.String()
	}
	return at.String()
}

func (p Proxies) trust(at netip.Addr) bool {
	for _, n := range p {
		if n.Contains(at) {
			return true
		}
	}
	return false
}
