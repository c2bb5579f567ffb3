package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/casetrail/casetrail/adapters/postgres"
)

// Schema is a part of a template beyond schema app.
type Schema struct {
	name    string
	migrate func(ctx context.Context, url string) error
}

// Template declares a schema that databases can be asked for with. The name
// is unique among the packages that share a server: packages that declare the
// same name mean the same migrations.
func Template(name string, migrate func(ctx context.Context, url string) error) Schema {
	return Schema{name, migrate}
}

// Keys is the schema of the keys' database. Tests may keep both in one.
var Keys = Template("keys", postgres.MigrateKeys)

var app = Template("app", postgres.Migrate)

// RunEnv is set by the runner to a word that is new at each run. It tells
// that the server holds no template of other sources.
const RunEnv = "CASETRAIL_TEST_RUN"

// templateKey says which sources made a template: all of one run have the
// same; otherwise it is the test binary, which has its migrations inside.
var templateKey = sync.OnceValues(func() (string, error) {
	sum := sha256.New()
	if run := os.Getenv(RunEnv); run != "" {
		_, _ = io.WriteString(sum, run) // a hash takes everything
		return short(sum), nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(self)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return short(sum), nil
})

func short(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)[:6]) }

// templateName names the template that has these schemas, in this order.
func templateName(schemas []Schema) (string, error) {
	key, err := templateKey()
	if err != nil {
		return "", err
	}
	var names []string
	for _, s := range schemas {
		names = append(names, s.name)
	}
	sum := sha256.New()
	_, _ = io.WriteString(sum, strings.Join(names, "\x00")) // a hash takes everything
	return "casetrail_template_" + key + "_" + short(sum), nil
}

// made remembers the templates that this process has seen complete, by server
// and name.
var made sync.Map

// ensureTemplate makes the template if it is missing. Packages are tested at
// the same time, in processes of their own: one makes it, the others wait. It
// takes its name only when it is complete.
func ensureTemplate(ctx context.Context, admin string, schemas []Schema) (string, error) {
	name, err := templateName(schemas)
	if err != nil {
		return "", err
	}
	if _, ok := made.Load([2]string{admin, name}); ok {
		return name, nil
	}
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) // lets go of the lock
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtextextended($1, 0))", name); err != nil {
		return "", err
	}
	var exists bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&exists); err != nil {
		return "", err
	}
	if !exists {
		if err := makeTemplate(ctx, conn, admin, name, schemas); err != nil {
			return "", fmt.Errorf("make the template: %w", err)
		}
	}
	made.Store([2]string{admin, name}, true)
	return name, nil
}

func makeTemplate(ctx context.Context, conn *pgx.Conn, admin, name string, schemas []Schema) (err error) {
	making := "casetrail_making_" + strings.ToLower(rand.Text()[:12])
	if _, err := conn.Exec(ctx, "create database "+making); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, dropErr := conn.Exec(ctx, "drop database if exists "+making+" with (force)")
			err = errors.Join(err, dropErr)
		}
	}()
	url, err := withDatabase(admin, making)
	if err != nil {
		return err
	}
	for _, s := range schemas {
		if err := s.migrate(ctx, url); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	_, err = conn.Exec(ctx, "alter database "+making+" rename to "+name)
	return err
}
