# One file, no root, no browser, no Java: each target installs what it needs into .venv from the lock files.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo docs test test-long check accept bench bench-casework bench-coincidence bench-evaluation bench-evidence bench-facts bench-ingest bench-linkage bench-linkage-spark bench-packets bench-rulebook bench-screening bench-synthetic bench-web lock wheelhouse clean

# Real data, where there is some. Never committed, never published.
VACATUR_SHARED ?= ../shared

# Set PYTHON to choose an interpreter; otherwise the first of these that is 3.11 or newer.
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11

BIN := .venv/bin
# A file's tests share what they set up, so one process runs them all; the long files come first.
BY_FILE := -n auto --dist loadfile --no-loadscope-reorder
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
INSTALL_SELF := $(PIP_INSTALL) --no-deps --no-build-isolation -e .

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/core.stamp  ## Run the demonstration on a synthetic county; writes build/demo
	@$(BIN)/vacatur demo

docs: .venv/dev.stamp  ## The law and the manual as a site, in build/site
	@$(BIN)/vacatur law site build/site --manual docs

test: check  ## What CI runs: the checks, then every short test
	@$(BIN)/python -m pytest -q $(BY_FILE)

test-long: .venv/spark.stamp  ## The long tests, as every night
	@$(BIN)/python -m pytest -q -n auto -m "long and not real_data"

check: .venv/dev.stamp  ## Style, types, layers and lock files
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@report=$$($(BIN)/lint-imports --no-logo) || { echo "$$report"; exit 1; }
	@if grep -nEv $(LOCK_LINE) requirements/*.lock; then \
	  echo 'Lock files hold names, versions, markers and hashes only; each line above is something else.' >&2; \
	  exit 1; \
	fi

accept: .venv/dev.stamp  ## The acceptance tests on real data in ../shared, where there is some
	@if [ ! -d '$(VACATUR_SHARED)' ]; then \
	  echo 'accept: there is no folder $(VACATUR_SHARED), so nothing was run on real data.'; \
	else \
	  VACATUR_SHARED='$(abspath $(VACATUR_SHARED))' $(BIN)/python -m pytest -q $(BY_FILE) -m real_data tests/acceptance; \
	fi

bench: .venv/core.stamp  ## Measure time and memory
	@$(BIN)/python -m bench

bench-ingest: .venv/core.stamp  ## Measure what taking an export in costs
	@$(BIN)/python -m bench.ingest

bench-rulebook: .venv/core.stamp  ## Measure the whole rulebook, rule by rule
	@$(BIN)/python -m bench.rulebook

bench-linkage: .venv/core.stamp  ## Measure how right links by name are, what they cost and how that grows
	@$(BIN)/python -m bench.linkage
	@$(BIN)/python -m bench.growth

bench-linkage-spark: .venv/spark.stamp  ## Measure what linking costs by Spark, beside DuckDB
	@$(BIN)/python -m bench.linkage_spark

bench-facts: .venv/core.stamp  ## Measure what attaching facts and answering questions cost
	@$(BIN)/python -m bench.facts

bench-evidence: .venv/core.stamp  ## Measure tables of disparity over ten million events
	@$(BIN)/python -m bench.evidence

bench-casework: .venv/core.stamp  ## Measure moves, the audit chain and worklists of a million matters
	@$(BIN)/python -m bench.casework

bench-coincidence: .venv/core.stamp  ## Measure how often intervals hold an effect that begins with COVID-19
	@$(BIN)/python -m bench.coincidence

bench-evaluation: .venv/dev.stamp  ## Measure how often a design finds what is not there, and a report's time
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m bench.evaluation

bench-packets: .venv/core.stamp  ## Measure setting 15,000 papers, and an exhibit of 5,000 rows
	@$(BIN)/python -m bench.packets

bench-screening: .venv/dev.stamp  ## Measure one record and a day's bookings through the API
	@$(BIN)/python -m bench.screening

bench-synthetic: .venv/core.stamp  ## Measure permutations of a panel of 40 donors
	@$(BIN)/python -m bench.synthetic

bench-web: .venv/dev.stamp  ## Measure the office's app over a million matters with twenty people at once
	@$(BIN)/python -m bench.web

lock: .venv/dev.stamp  ## Resolve pyproject.toml again, up to its cut-off date, into requirements/*.lock
	@$(BUILD_REQUIRES) | $(LOCK) --extra dev -o requirements/dev.lock pyproject.toml -
	@$(BUILD_REQUIRES) | $(LOCK) -c requirements/dev.lock -o requirements/core.lock pyproject.toml -
	@$(BUILD_REQUIRES) | $(LOCK) -c requirements/dev.lock --extra spark -o requirements/spark.lock pyproject.toml -

wheelhouse: .venv/core.stamp  ## A folder of wheels for an install without a network, in build/
	@rm -rf build/wheelhouse && mkdir -p build/wheelhouse
	@$(BIN)/python -m pip download -qq --require-hashes --only-binary :all: -r requirements/core.lock -d build/wheelhouse
	@$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --no-index -w build/wheelhouse .
	@cp requirements/core.lock build/wheelhouse/ && cd build/wheelhouse && sha256sum *.whl > SHA256SUMS

clean:  ## Remove the environment, caches and build/
	@rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- lock files: one version for every platform and Python, names, versions and hashes only ----

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --upgrade \
        --only-binary :all: --no-binary pyspark --generate-hashes --no-header --no-annotate --no-emit-index-url
BUILD_REQUIRES := $(BIN)/python -c "import tomllib; \
        print(*tomllib.load(open('pyproject.toml', 'rb'))['build-system']['requires'], sep='\n')"
LOCK_LINE := '^([A-Za-z0-9._-]+==[A-Za-z0-9.!+]+( ; [^:/@]+)?|    --hash=sha256:[0-9a-f]{64})( \\)?$$'

# ---- the environment, in three stages: core for `make demo`, spark for what runs on it, dev for the rest ----

# PySpark is published as source alone; what builds it is locked with the tools.
.venv/spark.stamp: requirements/spark.lock .venv/dev.stamp
	@echo 'Installing Spark and its Java into .venv ...'
	@$(PIP_INSTALL) --require-hashes --no-build-isolation --use-pep517 -r requirements/spark.lock
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/core.stamp
	@echo 'Installing the development tools into .venv ...'
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

.venv/core.stamp: requirements/core.lock pyproject.toml .venv/venv.stamp
	@echo 'Installing vacatur and its locked dependencies into .venv ...'
	@$(PIP_INSTALL) --require-hashes -r requirements/core.lock
	@$(INSTALL_SELF)
	@touch $@

.venv/venv.stamp:
	@for candidate in $(PYTHON); do \
	  "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if ! "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then \
	    no_venv="$${no_venv:-$$candidate}"; continue; \
	  fi; \
	  "$$candidate" -m venv --clear .venv || { rm -rf .venv; exit 1; }; \
	  touch $@; exit 0; \
	done; \
	if [ -n "$${no_venv:-}" ]; then \
	  echo "$$no_venv cannot make a virtual environment: its modules venv and ensurepip are not installed."; \
	  echo 'On Debian or Ubuntu the package python3-venv has them. Install it, then run make again.'; \
	else \
	  echo 'vacatur needs Python 3.11 or newer, and none of these is: $(PYTHON).'; \
	  echo 'Install one, or name it: make PYTHON=/path/to/python3.11'; \
	fi >&2; \
	exit 1
