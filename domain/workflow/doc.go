// Package workflow has what touches two aggregates, or an aggregate and a secret: plain functions over small ports.
// Every line of a workflow may be repeated under the same act; none reads a projection, none imports a store.
package workflow
