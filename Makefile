# What CI runs is what a person runs. Everything is installed into .venv, nothing outside this folder.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8001
BIN := $(VENV)/bin
# More extras for the tests, as in: make test EXTRAS=translate,scale
EXTRAS ?=
comma := ,

.PHONY: serve build test lint format gold bench docs clean help

help:
	@echo "make serve   build the glossary of seeds/ and data/articles/, then serve it on 127.0.0.1:$(PORT)"
	@echo "make test    lint, types and tests: what CI runs"
	@echo "make gold    measure loanwords and glosses on the annotated texts"
	@echo "make bench   the measured comparisons of docs/performance.md (an hour)"
	@echo "make docs    refresh what the README quotes from --help"

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.tests-installed: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[dev$(if $(EXTRAS),$(comma)$(EXTRAS))]"
	@touch $@

build: $(VENV)/.installed
	$(BIN)/glossary build

serve: build
	$(BIN)/glossary serve --port $(PORT)

lint: $(VENV)/.tests-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p glossary

format: $(VENV)/.tests-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: lint
	$(BIN)/python -m pytest

gold: $(VENV)/.tests-installed
	$(BIN)/python bench/gold.py

bench: $(VENV)/.tests-installed
	$(BIN)/python bench/speed.py

docs: $(VENV)/.tests-installed
	$(BIN)/cog -r README.md docs/commands.md

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
