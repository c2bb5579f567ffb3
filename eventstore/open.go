package eventstore

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/casetrail/casetrail/domain"
	"github.com/casetrail/casetrail/domain/personal"
)

// Open opens the personal fields of a whole batch with one question to the key store. The facts get opened copies of
// their events; a value whose key is gone becomes erased, which is no error. After an error the facts are as they were.
func (c *Codec) Open(ctx context.Context, facts []domain.Fact) error {
	copies := map[int]reflect.Value{}
	var sealed []*personal.Text
	for i, f := range facts {
		if c.shapes[reflect.TypeOf(f.Event)] == nil {
			continue
		}
		v, fields := c.copied(f.Event)
		for _, field := range fields {
			if _, state := field.text.Value(); state == personal.Sealed {
				sealed, copies[i] = append(sealed, field.text), v
			}
		}
	}
	if len(sealed) == 0 {
		return nil
	}
	if err := c.open(ctx, sealed); err != nil {
		return err
	}
	for i, v := range copies {
		facts[i].Event = v.Interface().(domain.Event)
	}
	return nil
}

// OpenTexts opens sealed values in place, wherever they were copied to. It asks the key store whatever it is given, so
// that a text that is there and one that is not cost the same. After an error the texts are as they were.
func (c *Codec) OpenTexts(ctx context.Context, texts ...*personal.Text) error {
	return c.open(ctx, texts)
}

func (c *Codec) open(ctx context.Context, texts []*personal.Text) error {
	of := make([]personal.Subject, len(texts))
	for i, t := range texts {
		of[i] = t.Subject()
	}
	keys, err := c.keys.Open(ctx, unique(of)...)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	opened := make([]personal.Text, len(texts))
	for i, t := range texts {
		if opened[i], err = openText(*t, keys); err != nil {
			return err
		}
	}
	for i, t := range texts {
		*t = opened[i]
	}
	return nil
}

func openText(t personal.Text, keys map[personal.Subject][]byte) (personal.Text, error) {
	if _, state := t.Value(); state != personal.Sealed {
		return t, nil
	}
	key, ok := keys[t.Subject()]
	if !ok {
		return t.Erase(), nil
	}
	ciphertext, bound := t.Ciphertext()
	if bound == "" {
		return t, errors.New("a sealed value that no event was decoded to cannot be opened")
	}
	clear, err := unseal(key, ciphertext, bound)
	if err != nil {
		return t, fmt.Errorf("%s: %w", place(bound), err)
	}
	return t.Opened(clear), nil
}
