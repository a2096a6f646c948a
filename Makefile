# The two commands: make demo, make test. Only Python 3.11 or newer and make are assumed.

VENV ?= .venv
PORT ?= 8000
SERVICES_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/vigie_services
SERVICES_REDIS_URL ?= redis://127.0.0.1:6379/9

# The first interpreter that runs and is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
UV := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

.DEFAULT_GOAL := help
.PHONY: help demo test lint test-services bench lock messages clean

help:
	@echo "make demo            try Vigie on http://127.0.0.1:8000 (PORT=8123 for another port)"
	@echo "make test            style, contracts, types and the whole default suite"
	@echo "make test-services   the suite on PostgreSQL, and with real workers, beat and Redis"
	@echo "make bench           how fast Vigie is, on PostgreSQL and Redis (docs/bench.md; NAMES=\"facts api\" for some)"
	@echo "make lock            write requirements/*.txt anew from pyproject.toml"
	@echo "make messages        bring the French catalogue up to the sources (needs GNU gettext)"
	@echo "make clean           remove the environment and the caches; the data in var/ stays"

demo: $(VENV)/.runtime
	@$(PY) manage.py migrate --noinput --verbosity 0
	@$(PY) manage.py demo --port $(PORT)

test: lint
	$(PY) -m pytest -n 2

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports --no-cache --no-logo
	$(VENV)/bin/mypy

# One worker process runs everything that talks to Celery: keeps tests/services together.
test-services: $(VENV)/.dev
	DATABASE_URL=$(SERVICES_DATABASE_URL) REDIS_URL=$(SERVICES_REDIS_URL) VIGIE_SERVICES=required \
		$(PY) -m pytest -n 2 --ignore=tests/architecture --ignore=tests/browser

bench: $(VENV)/.dev
	$(PY) -m tests.bench $(NAMES)

lock: $(VENV)/.dev
	$(UV) pyproject.toml -o requirements/base.txt
	$(UV) pyproject.toml --extra production -o requirements/production.txt
	$(UV) pyproject.toml --extra sso -o requirements/sso.txt
	$(UV) pyproject.toml --extra dev --extra sso -o requirements/dev.txt

# No places and no date in the catalogue: it changes when a text changes. What is left to translate fails make test.
messages: $(VENV)/.dev
	$(PY) -m django makemessages --locale=fr --no-location --no-wrap --no-obsolete --ignore=.venv --ignore=var
	sed -i.bak '/^"POT-Creation-Date/d' locale/fr/LC_MESSAGES/django.po && rm locale/fr/LC_MESSAGES/django.po.bak
	$(PY) -m django compilemessages --locale=fr --ignore=$(VENV)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Stamps: an environment is made once, and again only when what it must hold has changed.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Vigie needs Python 3.11 or newer; none was found. Name one with PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make environments; on Debian: apt install python3-venv." >&2; exit 1; }
	@touch $@

$(VENV)/.runtime: requirements/base.txt | $(VENV)/.made
	@echo "Installing what Vigie needs to run (first time only) …"
	@$(PIP) -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.made
	@echo "Installing what the tests need (first time only) …"
	@$(PIP) -r requirements/dev.txt
	@touch $@ $(VENV)/.runtime
