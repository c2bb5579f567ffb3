package parts_test

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"github.com/casetrail/casetrail/adapters/web/parts"
)

func TestTheDrawnCodeIsTheCode(t *testing.T) {
	t.Parallel()
	const address = "otpauth://totp/Casetrail:ana?secret=JBSWY3DPEHPK3PXP"
	want, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	page := show(t, context.Background(), parts.QR(address, "JBSW Y3DP"))
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(page.named("path")[0].attrs["d"], "z"), "z") {
		var x, y, width int
		if _, err := fmt.Sscanf(run, "M%d %dh%d", &x, &y, &width); err != nil {
			t.Fatalf("%s: %v", run, err)
		}
		for i := range width {
			dark[[2]int{x + i - 4, y - 4}] = true
		}
	}
	side := want.Bounds().Dx()
	for y := range side {
		for x := range side {
			if is := want.At(x, y) == color.Black; is != dark[[2]int{x, y}] {
				t.Fatalf("the module %d,%d is dark: %t", x, y, dark[[2]int{x, y}])
			}
		}
	}
	if got, want := page.named("svg")[0].attrs["viewBox"], fmt.Sprintf("0 0 %d %d", side+8, side+8); got != want {
		t.Errorf("the ground is %s, not %s", got, want)
	}
}

func TestWhatFitsInNoCodeIsTyped(t *testing.T) {
	t.Parallel()
	page := show(t, context.Background(), parts.QR(strings.Repeat("x", 5000), "JBSW Y3DP"))
	if len(page.named("title")) > 0 || !strings.Contains(page.said(), "JBSW Y3DP") {
		t.Errorf("it shows %q", page.said())
	}
}
