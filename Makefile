# Two commands: `make run` does the main job, `make test` runs every check.
PYTHON  ?= python3
REPORTS ?= examples
HOME_DIR ?= data
VENV := .venv
BIN := $(VENV)/bin
# make's own functions split words at spaces: places are named as the shell sees them, in quotes
HERE := $(CURDIR)
# a path may be given absolute or below this folder
absolute = $$(case "$(1)" in /*) printf %s "$(1)";; *) printf %s "$(HERE)/$(1)";; esac)
UV_VERSION := 0.13.9
READY := $(VENV)/.ready
SHARED ?= ../shared
# how many tests run at once
# a test waits for other processes a quarter of its time: three keep two cores busy
WORKERS ?= 3
# everything that tools leave behind goes here, so that one folder can be moved or deleted
CACHE ?= .cache
# the folder that `make corpus-check` looks at
CORPUS  ?= $(REPORTS)

.DEFAULT_GOAL := help
.PHONY: help setup run serve dashboard test unit lint format types contracts docs score bench corpus-check open-panel faults advisories lock clean

help:            ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(READY)  ## install everything, exactly as locked, into .venv

# One interpreter, one lock: reinstalls only when the lock or the project file changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "duixian needs Python 3.11 to 3.13; name one: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing: install it, then repeat" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@VIRTUAL_ENV="$(call absolute,$(VENV))" $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes \
	  -r requirements.lock
	@VIRTUAL_ENV="$(call absolute,$(VENV))" $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $(READY)

lock:            ## resolve the dependencies again (hashes of every platform, no index named)
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group dev pyproject.toml -o requirements.lock

# handed on as they are, whatever characters they hold
export REPORTS HOME_DIR

run: setup       ## the main job: make run [REPORTS=folder] [HOME_DIR=data]
	@$(BIN)/duixian run --reports "$$REPORTS" --home "$$HOME_DIR"

serve: setup     ## the web page of the pipeline: runs, lineage, schedule
	@$(BIN)/duixian serve --home "$$HOME_DIR"

dashboard: setup ## the published warehouse as web pages, in Chinese and English
	@$(BIN)/duixian dashboard --home "$$HOME_DIR"

# a hundred programs are started there: each would compile the project anew
test unit: export PYTHONDONTWRITEBYTECODE :=

# what reads the sources alone goes on two at once, each telling its own in one piece; pytest's summary closes the output
test: setup      ## every check and every test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target types lint contracts
	@$(BIN)/python -m pytest -o cache_dir="$(call absolute,$(CACHE))/pytest" -n $(WORKERS) --dist loadgroup

unit: setup      ## the tests of single modules alone: no run of the pipeline
	@$(BIN)/python -m pytest -o cache_dir="$(call absolute,$(CACHE))/pytest" tests/unit tests/specs

format: setup    ## style the Python sources
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lint: setup      ## style of Python and SQL, and whether the dbt project parses
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@bin="$(call absolute,$(BIN))" && cd dbt && "$$bin/sqlfluff" lint --disable-progress-bar models
	@cache="$(call absolute,$(CACHE))" && DO_NOT_TRACK=1 DUIXIAN_HOME="$$cache/home" $(BIN)/dbt --quiet parse \
	  --project-dir dbt --profiles-dir dbt --target-path "$$cache/dbt" --log-path "$$cache/dbt"

types: setup     ## mypy --strict
	@$(BIN)/mypy

contracts: setup ## who may import whom
	@$(BIN)/lint-imports --cache-dir "$(call absolute,$(CACHE))/import-linter" --no-logo

docs: setup      ## write docs/tables.md, the screens of the READMEs and the site (site/index.html) anew
	@$(BIN)/python -m orchestration.pages
	@$(BIN)/python -m orchestration.site site

# one folder for all caches, in the words that each tool understands
CACHE_HERE := $(shell printf %s "$(call absolute,$(CACHE))")
export RUFF_CACHE_DIR := $(CACHE_HERE)/ruff
export MYPY_CACHE_DIR := $(CACHE_HERE)/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(CACHE_HERE)/hypothesis

score: setup     ## how well mentions are read, against the gold labels beside the checkout, with the errors by kind
	@$(BIN)/python benchmarks/accuracy.py --gold "$(SHARED)/gold" --reports "$(SHARED)/reports"

bench: setup     ## how fast this is on this machine, beside other readers and by size: .cache/bench/index.html
	@$(BIN)/python benchmarks/bench.py --out "$(call absolute,$(CACHE))/bench"

corpus-check: setup ## what can be said of a folder of reports without labels: make corpus-check CORPUS=folder
	@$(BIN)/python benchmarks/corpus_check.py $(CORPUS)

open-panel: setup ## examples/open-panel and the notebook's figures anew: make open-panel HOME_DIR=home of a corpus
	@PATH="$(call absolute,$(BIN)):$$PATH" PYTHONPATH="$(HERE)" $(BIN)/python -m benchmarks.open_panel "$$HOME_DIR"

faults: setup    ## stop runs, publish under readers, shuffle, fill an inbox: make faults [KILLS=20] [STOPS=8] [MINUTES=15]
	@$(BIN)/python benchmarks/faults.py --kills "$${KILLS:-20}" --stops "$${STOPS:-8}" --minutes "$${MINUTES:-15}"

advisories: setup ## known weaknesses of the locked dependencies, where the network lets pip-audit ask
	@$(BIN)/python -m pip_audit --version >/dev/null 2>&1 || $(BIN)/uv pip install --quiet pip-audit
	@$(BIN)/python -m pip_audit --requirement requirements.lock --no-deps --disable-pip

clean:           ## remove what tools left behind; homes with data and the environment stay
	@rm -rf "$(call absolute,$(CACHE))" dbt/target dbt/logs logs
	@find . -name __pycache__ -not -path "./.venv/*" -prune -exec rm -rf {} +
