package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/casetrail/casetrail/adapters/httpapi"
)

// contract is the OpenAPI document, read as a client would read it.
type contract struct {
	operations map[string]operation
	schemas    map[string]any
}

// operation is one request that the document describes.
type operation struct {
	ID, Method, Path string
	Parameters       []parameter
	Body             map[string]any            // schema; nil: takes none
	Answers          map[string]map[string]any // by status: the media types and their schemas
}

type parameter struct{ Name, In string }

// contract asks the product for its document.
func (p *product) contract() contract {
	p.t.Helper()
	v := p.visitor()
	document := v.must(200, v.do("GET", "/api/openapi.json", nil)).Body
	if got := document["openapi"]; !strings.HasPrefix(fmt.Sprint(got), "3.1.") {
		p.t.Fatalf("OpenAPI %v, not 3.1", got)
	}
	c := contract{operations: map[string]operation{}, schemas: at(document, "components", "schemas")}
	for path, methods := range at(document, "paths") {
		for method := range methods.(map[string]any) {
			op := describe(at(methods.(map[string]any), method))
			op.Method, op.Path = strings.ToUpper(method), path
			c.operations[op.ID] = op
		}
	}
	return c
}

func describe(o map[string]any) operation {
	op := operation{Answers: map[string]map[string]any{}}
	op.ID, _ = o["operationId"].(string)
	parameters, _ := o["parameters"].([]any)
	for _, x := range parameters {
		name, _ := x.(map[string]any)["name"].(string)
		in, _ := x.(map[string]any)["in"].(string)
		op.Parameters = append(op.Parameters, parameter{name, in})
	}
	op.Body = at(o, "requestBody", "content", "application/json", "schema")
	for status, answer := range at(o, "responses") {
		op.Answers[status] = at(answer.(map[string]any), "content")
	}
	return op
}

// at goes down into a document; nil where there is nothing.
func at(document map[string]any, names ...string) map[string]any {
	for _, name := range names {
		document, _ = document[name].(map[string]any)
	}
	return document
}

// check says how an answer differs from what the document promises, or nothing.
func (c contract) check(op operation, r reply) error {
	media, documented := op.Answers[strconv.Itoa(r.Status)]
	if !documented {
		return fmt.Errorf("answered %d, which the document does not list", r.Status)
	}
	if len(media) == 0 {
		if len(r.Raw) > 0 {
			return fmt.Errorf("answered %d with a body that the document does not have", r.Status)
		}
		return nil
	}
	kind := r.Header.Get("Content-Type")
	schema := at(media, kind, "schema")
	if schema == nil {
		return fmt.Errorf("answered %d as %q, which the document does not have", r.Status, kind)
	}
	var value any
	if err := json.Unmarshal(r.Raw, &value); err != nil {
		return fmt.Errorf("answered %d with what is not JSON", r.Status)
	}
	return c.fits(schema, value, "")
}

// fits says where a value is not of a schema: only with what the document uses of JSON Schema.
func (c contract) fits(schema map[string]any, value any, where string) error {
	if ref, ok := schema["$ref"].(string); ok {
		return c.fits(at(c.schemas, strings.TrimPrefix(ref, "#/components/schemas/")), value, where)
	}
	if !oneOf(schema["type"], value) {
		return fmt.Errorf("%s is %T, not %v", where, value, schema["type"])
	}
	if listed, ok := schema["enum"].([]any); ok && !slices.Contains(listed, value) {
		return fmt.Errorf("%s is not one of %v", where, listed)
	}
	switch v := value.(type) {
	case map[string]any:
		return c.fitsObject(schema, v, where)
	case []any:
		for i, item := range v {
			if err := c.fits(at(schema, "items"), item, where+"/"+strconv.Itoa(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c contract) fitsObject(schema, object map[string]any, where string) error {
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, has := object[name.(string)]; !has {
			return fmt.Errorf("%s has no %s", where, name)
		}
	}
	for name, value := range object {
		of := at(schema, "properties", name)
		if of == nil {
			of = at(schema, "additionalProperties")
		}
		if of == nil {
			return fmt.Errorf("%s has a field %q that is not in the document", where, name)
		}
		if err := c.fits(of, value, where+"/"+name); err != nil {
			return err
		}
	}
	return nil
}

// oneOf says whether a value has the type, or one of the types, that a schema names.
func oneOf(types, value any) bool {
	is := map[string]bool{}
	switch v := value.(type) {
	case nil:
		is["null"] = true
	case string:
		is["string"] = true
	case bool:
		is["boolean"] = true
	case float64:
		is["number"], is["integer"] = true, v == float64(int64(v))
	case []any:
		is["array"] = true
	case map[string]any:
		is["object"] = true
	}
	if several, ok := types.([]any); ok {
		return slices.ContainsFunc(several, func(t any) bool { return is[t.(string)] })
	}
	name, _ := types.(string)
	return is[name]
}

// wholeProblem says what an answer that is not a success lacks of a problem.
func wholeProblem(r reply) error {
	if r.Status < 300 {
		return nil
	}
	if kind := r.Header.Get("Content-Type"); kind != "application/problem+json" {
		return fmt.Errorf("answered %d as %q: %s", r.Status, kind, r.Raw)
	}
	for _, field := range []string{"code", "type", "title", "instance"} {
		if r.text(field) == "" {
			return fmt.Errorf("answered %d without %s: %s", r.Status, field, r.Raw)
		}
	}
	if r.Body["status"] != float64(r.Status) {
		return fmt.Errorf("answered %d and says %v", r.Status, r.Body["status"])
	}
	return nil
}

func TestTheDocumentListsExactlyTheRoutes(t *testing.T) {
	t.Parallel()
	c := serveProduct(t).contract()
	for _, route := range httpapi.Routes {
		op, documented := c.operations[route.ID]
		if !documented || op.Method != route.Method || op.Path != "/api/v1"+route.Path {
			t.Errorf("%s %s is documented as %q %s %s", route.Method, route.Path, op.ID, op.Method, op.Path)
		}
		if op.Answers[strconv.Itoa(route.Status)] == nil && route.Status != 204 && route.Status != 202 {
			t.Errorf("%s answers %d, with what is not documented", route.ID, route.Status)
		}
	}
	if len(c.operations) != len(httpapi.Routes) {
		t.Errorf("the document has %d operations, the list %d routes", len(c.operations), len(httpapi.Routes))
	}
}
