# `make` lists the targets. PYTHON chooses the interpreter: make setup PYTHON=python3.12

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMP) ## make .venv and install everything into it

# Remade only when the dependencies may have changed. pip brings a message of its
# own for an older Python, but only after a minute and three screens.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo missing)." \
			"Name a newer one: make setup PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

.PHONY: demo
demo: $(STAMP) ## scaffold a day, grade the starter, grade the right answer
	$(BIN)/python scripts/demo.py

.PHONY: check
check: $(STAMP) ## lint, formatting, types, import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: fix
fix: $(STAMP) ## repair what the linter and the formatter can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: test
test: $(STAMP) ## all tests (REQUIRE_ENGINE=1: those with containers must not be skipped)
	$(BIN)/pytest tests -m 'not beside'
	$(BIN)/pytest tests -m beside --numprocesses 2 --dist loadgroup

.PHONY: e2e
e2e: $(STAMP) ## only the end-to-end tests
	$(BIN)/pytest tests/e2e -m 'not beside'
	$(BIN)/pytest tests/e2e -m beside --numprocesses 2 --dist loadgroup

.PHONY: golden
golden: $(STAMP) ## record the golden outputs anew; look at the diff before committing
	$(BIN)/pytest tests/unit --record

.PHONY: verify
verify: $(STAMP) ## starters fail, solutions pass, mutants are caught [DAY=day2 TRACK=flask ALL=1 MINUTES=20]
	$(BIN)/python -m grader.verify $(if $(DAY),--day $(DAY)) $(if $(TRACK),--track $(TRACK)) $(if $(ALL),--all) \
		$(if $(MINUTES),--sample-minutes $(MINUTES))

.PHONY: bench
bench: $(STAMP) ## measure floor and product in turn, some ten minutes [ONLY="cold watch" AGAINST=build/old.json OTHER=…/.venv/bin]
	@$(BIN)/python -c 'import matplotlib' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	OTHER="$(OTHER)" $(BIN)/python -m benchmarks $(ONLY) $(if $(AGAINST),--against $(AGAINST))

.PHONY: wheel
wheel: $(STAMP) ## build the wheel into dist/
	$(BIN)/python -m build --wheel

.PHONY: clean
clean: ## remove the environment, what was built and the tools' caches
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
