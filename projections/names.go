package projections

import (
	"errors"
	"fmt"
)

// ErrUnknownProjection means that a caller named a projection that this binary does not have.
var ErrUnknownProjection = errors.New("no such projection")

func (e *Engine) find(name string) (Projection, error) {
	for _, p := range e.projections {
		if p.Name == name {
			return p, nil
		}
	}
	return Projection{}, fmt.Errorf("%w: %s", ErrUnknownProjection, name)
}

// known checks names; none means all.
func (e *Engine) known(names []string) ([]string, error) {
	if len(names) == 0 {
		for _, p := range e.projections {
			names = append(names, p.Name)
		}
		return names, nil
	}
	for _, name := range names {
		if _, err := e.find(name); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// schemas is what the named projections are called in the database.
func (e *Engine) schemas(names []string) ([]string, error) {
	names, err := e.known(names)
	if err != nil {
		return nil, err
	}
	schemas := make([]string, len(names))
	for i, name := range names {
		p, _ := e.find(name) // it is known
		schemas[i] = p.Schema()
	}
	return schemas, nil
}

// checkpoints are the rows of the named projections in app.checkpoints.
func (e *Engine) checkpoints(names []string) (all []string, err error) {
	names, err = e.known(names)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p, _ := e.find(name) // it is known
		all = append(all, p.checkpoints()...)
	}
	return all, nil
}

func (e *Engine) nameOf(schema string) string {
	for _, p := range e.projections {
		if p.Schema() == schema {
			return p.Name
		}
	}
	return schema
}
