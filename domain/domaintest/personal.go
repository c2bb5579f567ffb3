package domaintest

import (
	"reflect"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

var (
	textType = reflect.TypeFor[personal.Text]()
	dateType = reflect.TypeFor[personal.Date]()
)

// each is the events with f done to every personal value that was given.
func each[E domain.Event](events []E, f func(personal.Text) personal.Text) []E {
	out := make([]E, len(events))
	for i, e := range events {
		v := reflect.New(reflect.TypeOf(e)).Elem()
		v.Set(reflect.ValueOf(e))
		walk(v, f)
		out[i] = v.Interface().(E)
	}
	return out
}

// sealed is the event as it is written, with the same ciphertext for everything.
func sealed(e domain.Event) domain.Event {
	return each([]domain.Event{e}, func(t personal.Text) personal.Text { return t.Seal([]byte("sealed")) })[0]
}

func walk(v reflect.Value, f func(personal.Text) personal.Text) {
	switch {
	case v.Type() == textType:
		if t := v.Interface().(personal.Text); !t.IsZero() {
			v.Set(reflect.ValueOf(f(t)))
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				walk(v.Field(i), f)
			}
		}
	case v.Kind() == reflect.Slice && v.Len() > 0:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			walk(c.Index(i), f)
		}
		v.Set(c)
	}
}
