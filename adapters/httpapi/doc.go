// Package httpapi is the JSON API under /api/v1: parse, run a workflow or a query, answer. Which role may come where is the
// list in routes.go; may this actor do this is in the rules; may this viewer see is in the queries.
package httpapi
