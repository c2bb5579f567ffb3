package browsertest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
)

// differing counts the pixels that differ between two pictures by a contrast of
// at least 3:1 (WCAG 2.4.13).
func differing(one, other []byte) (int, error) {
	a, err := png.Decode(bytes.NewReader(one))
	if err != nil {
		return 0, err
	}
	b, err := png.Decode(bytes.NewReader(other))
	if err != nil {
		return 0, err
	}
	if a.Bounds() != b.Bounds() {
		return 0, fmt.Errorf("one picture is %v, the other %v", a.Bounds(), b.Bounds())
	}
	return count(a, b), nil
}

func count(a, b image.Image) int {
	n := 0
	area := a.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			p, q := a.At(x, y), b.At(x, y)
			if p != q && contrast(p, q) >= 3 {
				n++
			}
		}
	}
	return n
}

// contrast is that of WCAG 2: 1 to 21.
func contrast(p, q color.Color) float64 {
	one, other := luminance(p), luminance(q)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(channel uint32) float64 {
	c := float64(channel) / 0xffff
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
