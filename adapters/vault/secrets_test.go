package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestSecretsFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secrets.json")
	s := newSecrets(t)
	must(t, WriteSecrets(path, s))
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %#o", info.Mode().Perm())
	}
	got, err := LoadSecrets(path)
	must(t, err)
	if diff := cmp.Diff(s.roots(), got.roots()); diff != "" {
		t.Error("what was written is not what is read")
	}
	if err := WriteSecrets(path, newSecrets(t)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	if again, err := LoadSecrets(path); err != nil || !bytes.Equal(again.roots().Pepper, s.roots().Pepper) {
		t.Error("the first secrets are gone")
	}
}

func TestWriteSecretsAtOnceIsWonOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secrets.json")
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		s := newSecrets(t)
		wg.Go(func() {
			if WriteSecrets(path, s) == nil {
				won.Add(1)
			}
			if _, err := LoadSecrets(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d of 8 wrote", won.Load())
	}
}

func TestLoadSecretsRefuses(t *testing.T) {
	t.Parallel()
	encoded := func(change func(*roots)) string {
		f := newSecrets(t).roots()
		change(f)
		content, err := json.Marshal(f)
		must(t, err)
		return string(content)
	}
	fine := encoded(func(*roots) {})
	for name, row := range map[string]struct {
		mode    fs.FileMode
		content string
		says    string
	}{
		"group may read":     {0o640, fine, "chmod 600"},
		"all may read":       {0o604, fine, "chmod 600"},
		"group may write":    {0o620, fine, "chmod 600"},
		"empty":              {0o600, "", "not the JSON"},
		"no JSON":            {0o600, "squeamish", "not the JSON"},
		"cut short":          {0o600, fine[:len(fine)/2], "not the JSON"},
		"no base64":          {0o600, `{"pepper":"squeamish ossifrage"}`, "not the JSON"},
		"huge":               {0o600, strings.Repeat(" ", largestSecrets) + fine, "too large"},
		"no keys":            {0o600, "{}", "master: the current generation has no key"},
		"no current code":    {0o600, encoded(func(f *roots) { f.Codes.Current = "squeamish" }), "codes: the current generation has no key"},
		"short master":       {0o600, encoded(func(f *roots) { f.Master.Keys["squeamish"] = []byte("short") }), "master: a key is not 32 bytes"},
		"short pepper":       {0o600, encoded(func(f *roots) { f.Pepper = f.Pepper[1:] }), "pepper"},
		"no digest":          {0o600, encoded(func(f *roots) { f.Digest = nil }), "digest"},
		"owner may not read": {0o600, fine, ""},
	} {
		path := filepath.Join(t.TempDir(), "secrets.json")
		must(t, os.WriteFile(path, []byte(row.content), 0o600))
		must(t, os.Chmod(path, row.mode))
		s, err := LoadSecrets(path)
		if row.says == "" {
			must(t, err) // the control: the same content, well kept
			continue
		}
		if err == nil || s != nil || !strings.Contains(err.Error(), row.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: err = %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "squeamish") {
			t.Errorf("%s: the error shows the content", name)
		}
	}
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := LoadSecrets(path); err == nil {
			t.Errorf("%s is no secrets file", path)
		}
	}
}

func TestNewSecretsNeedsRandomness(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"", "not enough"} {
		if s, err := NewSecrets(strings.NewReader(broken)); err == nil || s != nil {
			t.Error("secrets were made of nothing")
		}
	}
	if _, err := NewSecrets(iotest.ErrReader(errors.New("no"))); err == nil {
		t.Error("secrets were made of nothing")
	}
	if s := newSecrets(t); bytes.Equal(s.roots().Pepper, s.roots().Digest) || bytes.Equal(s.roots().Master.Keys["1"], s.roots().Codes.Keys["1"]) {
		t.Error("two keys are one")
	}
}

func TestSecretsPrintNothing(t *testing.T) {
	t.Parallel()
	s := newSecrets(t)
	keys := &Keys{secrets: s, cache: newKeyCache(1, time.Minute, time.Now)}
	person := mustKey()
	keys.cache.keep(keys.cache.begin(), uuid.New(), person)
	vault := &Vault{secrets: s}
	all := struct {
		Secrets *Secrets
		hidden  *Secrets
		Codes   Codes
		Reveal  Revealer
		Digests Digests
		Keys    *Keys
		Vault   *Vault
	}{s, s, NewCodes(s), NewRevealer(s), NewDigests(s), keys, vault}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{s, *s, all, &all, keys, vault, all.Codes} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
	}
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("all", "secrets", s, "copy", *s, "all", all)
	}
	must(t, json.NewEncoder(&out).Encode(all))
	for name, key := range map[string][]byte{"a person's key": person, "master": s.roots().Master.Keys["1"], "codes": s.roots().Codes.Keys["1"], "pepper": s.roots().Pepper, "digest": s.roots().Digest} {
		for _, form := range []string{
			string(key), hex.EncodeToString(key), strings.ToUpper(hex.EncodeToString(key)),
			base64.StdEncoding.EncodeToString(key), strings.Trim(fmt.Sprint(key), "[]"), fmt.Sprintf("%#v", key),
		} {
			if strings.Contains(out.String(), form) {
				t.Errorf("%s is printed", name)
			}
		}
	}
	if !strings.Contains(out.String(), "***") {
		t.Error("nothing says that something is hidden")
	}
}

func TestMasterRotation(t *testing.T) {
	t.Parallel()
	before := newSecrets(t)
	id := uuid.New()
	old, err := before.roots().Master.seal([]byte("seed"), boundTo(kindSeed, id))
	must(t, err)
	after := keyring{Current: "2", Keys: map[string][]byte{"1": before.roots().Master.Keys["1"], "2": mustKey()}}
	if plain, err := after.open(old, boundTo(kindSeed, id)); err != nil || string(plain) != "seed" {
		t.Errorf("what was sealed before does not open: %v", err)
	}
	fresh, err := after.seal([]byte("seed"), boundTo(kindSeed, id))
	must(t, err)
	if _, err := before.roots().Master.open(fresh, boundTo(kindSeed, id)); err == nil {
		t.Error("it is still sealed with the old key")
	}
	if _, err := after.open(old, boundTo("key", id)); err == nil {
		t.Error("a seed opens as a key")
	}
	if _, err := after.open(old[:10], boundTo(kindSeed, id)); err == nil {
		t.Error("a cut value opens")
	}
}
