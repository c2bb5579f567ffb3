package parts

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

// quiet is the white edge that a reader needs round a code, in modules.
const quiet = 4

// square is a picture of dark squares in a square.
type square struct {
	side int
	path string
}

// drawQR draws a text as a QR code. It fails on one that is too long for any.
func drawQR(text string) (square, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return square{}, fmt.Errorf("draw a QR code: %w", err)
	}
	side := code.Bounds().Dx()
	var path strings.Builder
	for y := range side {
		for x := 0; x < side; {
			run := darkRun(code, x, y, side)
			if run == 0 {
				x++
				continue
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
			x += run
		}
	}
	return square{side + 2*quiet, path.String()}, nil
}

// darkRun counts the dark modules from here to the right: one stroke draws them all.
func darkRun(code barcode.Barcode, x, y, side int) int {
	run := 0
	for x+run < side {
		if r, _, _, _ := code.At(x+run, y).RGBA(); r != 0 {
			break
		}
		run++
	}
	return run
}
