// Package letter prints what goes by mail: a PDF that is byte for byte the same for the same letter, and its HTML twin.
//
// Letters go to the address of record and are not masked. The PDF has no tags for assistive technology: the HTML twin has
// the same words for those who need them.
package letter
