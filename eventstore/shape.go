package eventstore

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// shape knows where a type has personal fields; nil: nowhere. It visits them in a value that may be written to, and first
// replaces each slice and pointer on the way by a copy, so that the value it came from stays as it was.
type shape func(v reflect.Value, path string, visit func(path string, t *personal.Text))

// field is one personal value inside a copy of an event.
type field struct {
	path  string
	bound string // event and field: what its seal is bound to
	text  *personal.Text
}

// copied is a copy of an event that shares no personal field with it, and those fields.
func (c *Codec) copied(event domain.Event) (reflect.Value, []field) {
	v := reflect.New(reflect.TypeOf(event)).Elem()
	v.Set(reflect.ValueOf(event))
	var fields []field
	if walk := c.shapes[v.Type()]; walk != nil {
		walk(v, "", func(path string, t *personal.Text) { fields = append(fields, field{path: path, text: t}) })
	}
	return v, fields
}

var (
	textType      = reflect.TypeFor[personal.Text]()
	dateType      = reflect.TypeFor[personal.Date]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// shapeOf looks at a type once. What writes itself (times, ids, days) has no personal fields; if it had, it could not be
// written: personal values in clear refuse it.
func shapeOf(t reflect.Type, inside []reflect.Type) (shape, error) {
	switch {
	case t == textType:
		return visitText, nil
	case t == dateType:
		return visitDate, nil
	case t.Implements(jsonMarshaler), t.Implements(textMarshaler):
		return nil, nil
	case slices.Contains(inside, t):
		return nil, fmt.Errorf("%v contains itself", t)
	}
	inside = append(slices.Clip(inside), t)
	switch t.Kind() {
	case reflect.Struct:
		return structShape(t, inside)
	case reflect.Slice:
		return sliceShape(t, inside)
	case reflect.Pointer:
		return pointerShape(t, inside)
	case reflect.Map, reflect.Array:
		elem, err := shapeOf(t.Elem(), inside)
		if err == nil && elem != nil {
			err = errors.New("a personal value cannot stand in a map or an array")
		}
		return nil, err
	}
	return nil, nil
}

func visitText(v reflect.Value, path string, visit func(string, *personal.Text)) {
	visit(path, v.Addr().Interface().(*personal.Text))
}

func visitDate(v reflect.Value, path string, visit func(string, *personal.Text)) {
	visit(path, &v.Addr().Interface().(*personal.Date).Text)
}

func structShape(t reflect.Type, inside []reflect.Type) (shape, error) {
	type part struct {
		index int
		name  string
		shape shape
	}
	var parts []part
	for i := range t.NumField() {
		f := t.Field(i)
		s, err := shapeOf(f.Type, inside)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		if s == nil {
			continue
		}
		name, written := jsonName(f)
		if !written {
			return nil, fmt.Errorf("field %s: a personal value that JSON leaves out would be lost", f.Name)
		}
		parts = append(parts, part{i, name, s})
	}
	if parts == nil {
		return nil, nil
	}
	return func(v reflect.Value, path string, visit func(string, *personal.Text)) {
		for _, p := range parts {
			p.shape(v.Field(p.index), join(path, p.name), visit)
		}
	}, nil
}

func sliceShape(t reflect.Type, inside []reflect.Type) (shape, error) {
	elem, err := shapeOf(t.Elem(), inside)
	if elem == nil {
		return nil, err
	}
	return func(v reflect.Value, path string, visit func(string, *personal.Text)) {
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(t, v.Len(), v.Len())
		reflect.Copy(own, v)
		v.Set(own)
		for i := range v.Len() {
			elem(v.Index(i), join(path, strconv.Itoa(i)), visit)
		}
	}, nil
}

func pointerShape(t reflect.Type, inside []reflect.Type) (shape, error) {
	elem, err := shapeOf(t.Elem(), inside)
	if elem == nil {
		return nil, err
	}
	return func(v reflect.Value, path string, visit func(string, *personal.Text)) {
		if v.IsNil() {
			return
		}
		own := reflect.New(t.Elem())
		own.Elem().Set(v.Elem())
		v.Set(own)
		elem(v.Elem(), path, visit)
	}, nil
}

// jsonName is the name under which JSON writes a field; an embedded struct's fields stand beside its own.
func jsonName(f reflect.StructField) (name string, written bool) {
	tag := f.Tag.Get("json")
	name, _, _ = strings.Cut(tag, ",")
	switch {
	case tag == "-", !f.IsExported() && !f.Anonymous:
		return "", false
	case name == "" && f.Anonymous:
		return "", f.Type.Kind() == reflect.Struct
	case name == "":
		return f.Name, f.IsExported()
	}
	return name, f.IsExported()
}

func join(path, name string) string {
	switch {
	case path == "":
		return name
	case name == "":
		return path
	}
	return path + "." + name
}
