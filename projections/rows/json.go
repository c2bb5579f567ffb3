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
func (j *JSON[T]) Scan(column any) error {
	switch c := column.(type) {
	case string:
		return json.Unmarshal([]byte(c), &j.Of)
	case []byte:
		return json.Unmarshal(c, &j.Of)
	}
	return fmt.Errorf("a column of type jsonb came as %T", column)
}
