# Two commands: `make run` opens the demonstration place, `make test` proves that all works.
# A fresh machine needs only Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: setup setup-dev run test check fix bench demo

setup: .venv/ready
setup-dev: .venv/ready-dev

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

run: setup
	$(BIN)/commonweal start --port $(PORT)

test: setup-dev
	$(BIN)/python -m tests.run

check: setup-dev
	$(BIN)/python -m tests.check

fix: setup-dev
	$(BIN)/ruff check --fix --quiet . && $(BIN)/ruff format --quiet .
	$(BIN)/python -m commonweal.config.reference

bench: setup-dev
	$(BIN)/python -m benchmarks

demo: setup
	$(BIN)/commonweal demo
