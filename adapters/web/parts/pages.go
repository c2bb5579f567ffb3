package parts

import "strconv"

// Pages are the pages of a list: always the one before and the one after, and the numbers where the list was counted.
type Pages struct {
	Previous, Next string // empty: there is none
	Numbers        []Link // one without an address stands for those left out
}

// Numbered are the pages of a list that was counted: the first, the last, and those around the current one.
func Numbered(current, last int, href func(int) string) (p Pages) {
	if current > 1 {
		p.Previous = href(current - 1)
	}
	if current < last {
		p.Next = href(current + 1)
	}
	for n := 1; n <= last; n++ {
		near := n >= current-1 && n <= current+1
		switch {
		case near || n == 1 || n == last:
			p.Numbers = append(p.Numbers, Link{Text: strconv.Itoa(n), Href: href(n), Current: n == current})
		case n == 2 || n == last-1:
			p.Numbers = append(p.Numbers, Link{})
		}
	}
	return p
}
