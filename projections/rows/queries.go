package rows

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// queries are the statements on one table.
type queries struct {
	read, write, remove string
	keys                []int // which columns are the key
}

// queriesOf takes the key as SQL writes it.
func queriesOf[R any](table, key string) queries {
	names := columns(reflect.TypeFor[R]())
	var q queries
	var set, match []string
	for i, name := range names {
		if slices.Contains(strings.Split(key, ", "), name) {
			q.keys = append(q.keys, i)
			match = append(match, fmt.Sprintf("%s = $%d", name, len(q.keys)))
		} else {
			set = append(set, name+" = excluded."+name)
		}
	}
	conflict := "nothing"
	if len(set) > 0 {
		conflict = "update set " + strings.Join(set, ", ")
	}
	all := strings.Join(names, ", ")
	q.read = "select " + all + " from " + table + " where stream = any($1) order by " + key
	q.write = "insert into " + table + " (" + all + ") values (" + placeholders(len(names)) + ") on conflict (" + key + ") do " + conflict
	q.remove = "delete from " + table + " where " + strings.Join(match, " and ")
	return q
}

// columns are the names of a row's fields as SQL writes them: LastActivity is last_activity, ID is id.
func columns(row reflect.Type) []string {
	names := make([]string, row.NumField())
	for i := range names {
		names[i] = column(row.Field(i).Name)
	}
	return names
}

func column(field string) string {
	var name strings.Builder
	lower := false
	for _, r := range field {
		if unicode.IsUpper(r) && lower {
			name.WriteByte('_')
		}
		lower = unicode.IsLower(r)
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}

func placeholders(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("$%d", i+1)
	}
	return strings.Join(all, ", ")
}

// values are the fields of a row.
func values(row any) []any {
	v := reflect.ValueOf(row)
	all := make([]any, v.NumField())
	for i := range all {
		all[i] = v.Field(i).Interface()
	}
	return all
}

// key is what no two rows share.
func (q queries) key(row any) (key [2]any) {
	v := reflect.ValueOf(row)
	for i, column := range q.keys {
		key[i] = v.Field(column).Interface()
	}
	return key
}
