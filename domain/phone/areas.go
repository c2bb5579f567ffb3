package phone

import "strings"

// The areas of the North American plan that are no places in the US or its territories, as of November 2026. What is not
// here counts as US: new areas of the US come every year, those of others are known years before.
var (
	abroad = set(
		// Canada, with its areas for no place
		"204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 506 514 519 "+
			"537 548 568 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 683 688 705 709 742 753 778 780 782 807 819 825 "+
			"867 873 879 902 905 942",
		// the Caribbean and Bermuda
		"242 246 264 268 284 345 441 473 649 658 664 721 758 767 784 809 829 849 868 869 876",
	)
	// noTexts are toll-free numbers, paid ones, personal ones, those of machines, and those of the government's network.
	noTexts = set("800 822 833 844 855 866 877 880 881 882 883 884 885 886 887 888 889", "900", "700 710",
		"500 521 522 523 524 525 526 527 528 529 532 533 535 538 542 543 544 545 546 547 549 550 552 553 554 556 566 569 577 578 588 589")
)

func set(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for area := range strings.FieldsSeq(list) {
			all[area] = true
		}
	}
	return all
}
