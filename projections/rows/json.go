package rows

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON is a value in a column of type jsonb.
type JSON[T any] struct{ Of T }

// Value is a text: what pgx writes in each of its modes.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.Of)
	return string(b), err
}

// Scan reads what the column has.
func (j *JSON[T]) Scan(column any) error { return scan(column, &j.Of) }

// Texts are a JSON object, also when there are none: who queries a column of them need not think of NULL.
type Texts map[string]string

// Value does not bother a JSON encoder with nothing, which is what most rows have.
func (t Texts) Value() (driver.Value, error) {
	if len(t) == 0 {
		return "{}", nil
	}
	return JSON[map[string]string]{t}.Value()
}

// Scan reads what the column has.
func (t *Texts) Scan(column any) error { return scan(column, (*map[string]string)(t)) }

func scan(column, to any) error {
	switch c := column.(type) {
	case string:
		return json.Unmarshal([]byte(c), to)
	case []byte:
		return json.Unmarshal(c, to)
	}
	return fmt.Errorf("a column of type jsonb came as %T", column)
}
