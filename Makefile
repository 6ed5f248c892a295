# The front doors. Everything they need is installed into .venv, from locked requirements.
PORT ?= 8000
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/isegoria/locale/*/LC_MESSAGES/*.po))
VENV := .venv/bin
CODE := $(wildcard src tests tools bench conftest.py)

.PHONY: help demo demo-full test faults bench pictures check format run-tools dev-tools clean
.DEFAULT_GOAL := help

help: ## What can be done here
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

demo: run-tools ## Start the site with a demonstration (PORT=8000)
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@ISEGORIA_ENV=demo exec $(VENV)/isegoria demo --port $(PORT)

demo-full: run-tools ## The same at the size of a region: 6,375 volunteers, 20,000 contributions (minutes)
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@ISEGORIA_ENV=demo exec $(VENV)/isegoria demo --full --port $(PORT)

test: dev-tools ## Run the whole suite on SQLite and PostgreSQL, in a real browser too
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@exec $(VENV)/python tools/run_tests.py $(ARGS)

faults: dev-tools ## Kill the processes of a site thirty times under load, and count
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@ISEGORIA_FAULTS=30 exec $(VENV)/python -m pytest -n0 tests/faults $(ARGS)

bench: dev-tools ## Measure every figure that was promised, for hours (ARGS='--only lottery', ARGS=--page)
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@exec $(VENV)/python bench/all.py $(ARGS)

pictures: dev-tools ## Photograph the demonstration for the README
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@exec $(VENV)/python tools/pictures.py $(ARGS)

check: dev-tools ## Formatting, lint, types, layers, templates, migrations, translations, settings
	@$(MAKE) --no-print-directory --silent $(CATALOGUES)
	@exec $(VENV)/python tools/check.py

format: dev-tools ## Reformat the code
	@$(VENV)/ruff check --fix-only $(CODE)
	@$(VENV)/ruff format $(CODE)

run-tools:
	@tools/venv run

dev-tools:
	@tools/venv dev

%.mo: %.po
	@$(VENV)/python tools/messages.py compile

clean: ## Remove what can be made again (never var/, which holds your data)
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info
	@find src tests tools bench -name __pycache__ -prune -exec rm -rf {} +
