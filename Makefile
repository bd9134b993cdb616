# Two commands: `make run` does the main job, `make test` runs every check.
PYTHON  ?= python3
REPORTS ?= examples
HOME_DIR ?= data
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
READY := $(VENV)/.ready
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help setup run serve test lint format types contracts unit score bench lock clean

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
	@VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $(READY)

lock:            ## resolve the dependencies again (hashes of every platform, no index named)
	uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --group dev pyproject.toml -o requirements.lock
