package parts

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// sketch is a path laid out on a ground, in places and classes: the style sheet has all colors and weights.
type sketch struct {
	Name          string // "across" or "down"
	Width, Height int
	Anchor        string // how texts stand to their places
	Lines, Signs  []stroke
	Marks         []stroke
	Texts         []written
}

type stroke struct{ Class, Path string }

type written struct {
	X, Y        int
	Class, Text string
}

const (
	ground    = 960 // the width of the wide drawing
	column    = 340 // the width of the narrow one
	radius    = 13
	labelStep = 20 // from one line of a name to the next
	dateStep  = 18
	// How wide a letter is at most on average, with room for readers who space letters apart.
	labelLetter = 9.4
	dateLetter  = 8.3
)

// across lays a path out from left to right, for wide screens: each stage has a column of its own.
func across(p Path) sketch {
	s := sketch{Name: "across", Width: ground, Anchor: "middle"}
	width := ground / max(1, len(p.Stages))
	at := func(i int) int { return width*i + width/2 }
	for i, stage := range p.Stages {
		if i > 0 {
			s.line(p, i, fmt.Sprintf("M%d 24H%d", at(i-1)+radius, at(i)-radius))
		}
		s.mark(stage.State, at(i), 24)
		s.Height = max(s.Height, s.write(stage, at(i), 64, width-12))
	}
	return s
}

// down lays a path out from top to bottom, for narrow screens.
func down(p Path) sketch {
	s := sketch{Name: "down", Width: column, Anchor: "start"}
	y := 24
	for i, stage := range p.Stages {
		s.mark(stage.State, 20, y)
		end := s.write(stage, 48, y+6, column-56)
		if i+1 < len(p.Stages) {
			s.line(p, i+1, fmt.Sprintf("M20 %dV%d", y+radius, end+24-radius))
		}
		y = end + 24
		s.Height = end
	}
	return s
}

// line draws the way to a stage, which is behind the case when it came that far.
func (s *sketch) line(p Path, to int, path string) {
	class := "ct-path__line"
	switch {
	case to <= p.reached():
		class += " ct-path__line--done"
	case p.Stages[to].State == Skipped:
		class += " ct-path__line--skipped"
	}
	s.Lines = append(s.Lines, stroke{class, path})
}

// mark draws a stage. Each state has a shape of its own, so that color is never alone.
func (s *sketch) mark(state StageState, x, y int) {
	circle := fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 -%d 0z", x-radius, y, radius, radius, 2*radius, radius, radius, 2*radius)
	s.Marks = append(s.Marks, stroke{"ct-path__dot ct-path__dot--" + string(state), circle})
	switch state {
	case Done:
		s.Signs = append(s.Signs, stroke{"ct-path__check", fmt.Sprintf("M%d %dl4 4l8 -8", x-6, y)})
	case Stopped:
		s.Signs = append(s.Signs, stroke{"ct-path__check", fmt.Sprintf("M%d %dl10 10m0 -10l-10 10", x-5, y-5)})
	case Current:
		s.Signs = append(s.Signs, stroke{"ct-path__here", fmt.Sprintf("M%d %dh.01", x, y)})
	case Ahead, Skipped:
	}
}

// write puts a stage's words under each other and answers where they end.
func (s *sketch) write(stage Stage, x, y, width int) int {
	y = s.paragraph(stage.Name, "ct-path__label ct-path__label--"+string(stage.State), x, y, width, labelLetter, labelStep)
	y = s.paragraph(stage.Date, "ct-path__date", x, y, width, dateLetter, dateStep)
	for _, d := range stage.Detours {
		side := x + 7
		if s.Anchor == "middle" {
			side = x
		}
		s.Marks = append(s.Marks, stroke{"ct-path__dot ct-path__dot--detour", fmt.Sprintf("M%d %dl7 7l-7 7l-7 -7z", side, y-6)})
		y = s.paragraph(d.Name, "ct-path__detour", x, y+26, width, dateLetter, dateStep)
		y = s.paragraph(d.Date, "ct-path__date", x, y, width, dateLetter, dateStep)
	}
	return y
}

func (s *sketch) paragraph(text, class string, x, y, width int, letter float64, step int) int {
	for _, line := range balanced(text, int(float64(width)/letter)) {
		s.Texts = append(s.Texts, written{x, y, class, line})
		y += step
	}
	return y
}

// balanced breaks a text into as few lines as it needs, of about the same length: no year stands alone below its month.
func balanced(text string, letters int) []string {
	lines := wrapped(text, letters)
	for shorter := letters - 1; shorter > 0; shorter-- {
		tighter := wrapped(text, shorter)
		if len(tighter) > len(lines) {
			break
		}
		lines = tighter
	}
	return lines
}

// wrapped breaks a text into lines of so many letters: a drawing does not do it by itself.
func wrapped(text string, letters int) (lines []string) {
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last >= 0 && utf8.RuneCountInString(lines[last])+1+utf8.RuneCountInString(word) <= letters {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}
