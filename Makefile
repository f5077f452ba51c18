# Two commands from nothing: `make demo` and `make test`. GNU make 3.81 is enough.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint strings bench torture pictures schema ci lock clean \
        environment development checked-strings tour

PYTHON := .venv/bin/python
BENCH_TESTS := tests/bench/test_tap.py tests/bench/test_catalogues.py
REQUEST_LOG := tests/output/requests.jsonl

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile

demo: environment ## the assistant against a stand-in for Telegram, with phones in the browser
	@exec .venv/bin/straja demo

test: development ## the whole test suite, browser tests included
	@$(PYTHON) -m pytest -rs --numprocesses logical --maxprocesses 4 --dist loadgroup

lint: development ## style, types and the direction of imports
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo

strings: development ## bring the catalogues up to date with the texts, and check them
	@$(PYTHON) -m locales.strings extract
	@$(PYTHON) -m locales.strings check

bench: development ## how fast, beside what people would otherwise use; PART=a for one part
	@scripts/environment.sh .venv-peers requirements-peers.lock
	@$(PYTHON) -m tests.bench $(PART)
	@[ -n "$(PART)" ] || STRAJA_BENCH_TAPS=10 $(PYTHON) -m pytest -s --timeout=0 $(BENCH_TESTS)

torture: development ## kill (KILLS=500), flood and starve it, and count what was lost
	@scripts/system_packages.sh torture
	@STRAJA_TORTURE_KILLS=$(or $(KILLS),500) STRAJA_TORTURE_SEED=$(or $(SEED),0) STRAJA_LOAD=full \
	  $(PYTHON) -m pytest -s --timeout=0 tests/torture

pictures: development ## take the pictures of the README anew, in Chromium
	@STRAJA_PICTURES=1 $(PYTHON) -m pytest tests/browser/test_story.py tests/views/test_maps.py

schema: ## check the requests that the last test run sent against aiogram's Bot API models
	@scripts/environment.sh .venv-schema requirements-schema.lock
	@.venv-schema/bin/python -m schema.check $(REQUEST_LOG)

# The order matters: pytest comes last, because the last lines of CI are read for its summary.
ci: lint checked-strings tour test ## what CI runs

lock: ## write the locks anew from pyproject.toml and the requirements.in files
	@scripts/lock.sh

clean: ## remove the environments and what tools left; never a database
	rm -rf .venv .venv-schema .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf tests/output dist build .coverage

# What the targets above stand on; each does nothing where nothing changed.

environment:
	@scripts/environment.sh .venv requirements.lock project

development:
	@scripts/environment.sh .venv requirements-dev.lock project
	@scripts/environment.sh .venv-schema requirements-schema.lock
	@scripts/system_packages.sh

checked-strings: development
	@$(PYTHON) -m locales.strings check

tour: development
	@.venv/bin/straja demo --tour
