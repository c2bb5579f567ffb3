# Casetrail. `make help` says what there is.
GO      ?= go
TOOLS   := $(GO) tool -modfile=.tools/go.mod
CLUSTER := $(GO) run ./adapters/postgres/pgtest/run --
ASSETS  := adapters/web/assets/installed/uswds.css
export GORACE ?= suppressions="$(CURDIR)/eventstore/esdb/race.txt"
.DEFAULT_GOAL := help
.PHONY: help assets generate build run test lint check bench bench-long chaos fuzz

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r t d; do printf '  make %-10s %s\n' "$$t" "$$d"; done

assets: $(ASSETS) ## fetch the style sheet, fonts and htmx from npm, when their versions changed

$(ASSETS): adapters/web/assets/npm/package-lock.json $(addprefix adapters/web/assets/install/,main.go npm.go style.go)
	@$(GO) run ./adapters/web/assets/install

generate: ## make Go of the templates
	@$(TOOLS) templ fmt -log-level error adapters/web
	@find adapters/web -name '*.templ' | xargs -n1 dirname | sort -u | while read -r d; do $(TOOLS) templ generate -path $$d -log-level error || exit 1; done

build: assets ## build bin/casetrail
	@$(GO) build -o bin/casetrail ./cmd/casetrail

run: build ## set up all it needs and serve the whole product, with demo data
	@exec ./bin/casetrail dev

test: assets ## run all tests, with the race detector, on a throw-away Postgres, pages in a real browser
	@browser="$$($(GO) run ./adapters/web/browsertest/chromium)" && CASETRAIL_CHROMIUM="$$browser" $(CLUSTER) $(GO) test -race -timeout 25m ./...

lint: ## format, vet, staticcheck, unreachable code, templates and what was made of them
	@sum() { find adapters/web -type f -name '*templ*' | sort | xargs cksum; }; before=$$(sum); $(MAKE) -s generate; \
	  test "$$before" = "$$(sum)" || { echo "make generate changed what was made of the templates: look at that, and commit it"; exit 1; }
	@unformatted=$$($(TOOLS) gofumpt -l cmd domain projections adapters eventstore); test -z "$$unformatted" || { echo "gofumpt would change:"; echo "$$unformatted"; exit 1; }
	@$(GO) vet ./...
	@$(TOOLS) staticcheck ./...
	@unreachable=$$($(TOOLS) deadcode -test ./...); test -z "$$unreachable" || { echo "nothing calls:"; echo "$$unreachable"; exit 1; }
	@$(GO) mod tidy -diff

check: export CASETRAIL_SCREENS := all
check: lint ## lint, test with every page in all languages, widths and colors, and fuzz each target for ten seconds
	@CASETRAIL_SCREENS=all $(MAKE) test
	@$(MAKE) fuzz

fuzz: ## fuzz each target for FUZZTIME (10s)
	@grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u | while read -r d; do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]+' $$d/*_test.go | sed 's/func //'); do \
	    echo "$$d $$f"; $(CLUSTER) $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $${FUZZTIME:-10s} "$$d" || exit 1; done; done

BENCHMARKS := $(GO) test ./cmd/casetrail -run '^TestBenchmarks$$' -count=1 -v -benchmarks-to $(CURDIR)/bench.jsonl

bench: ## measure the product on a server that flushes, with up to two million events: some minutes
	@$(BENCHMARKS) -timeout 1h -benchmarks short

bench-long: ## the same with ten million events: an hour or two, and 45 GB of disk
	@$(BENCHMARKS) -timeout 6h -benchmarks long

chaos: ## break things under load for CHAOS (3m), once with each of SEEDS ("1 2 3")
	@for seed in $${SEEDS:-1 2 3}; do \
	  $(CLUSTER) $(GO) test ./cmd/casetrail -run '^TestChaos$$' -count=1 -v -timeout 1h -chaos $${CHAOS:-3m} -chaos-seed $$seed || exit 1; done
