# Everything here is also to be had without make: python3 tools/bootstrap.py run | test | test-full | setup
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test test-full setup lint docs clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Set up, load the demo firm into an empty database, serve on 127.0.0.1 (ARGS="--port 9000")
	@$(PYTHON) tools/bootstrap.py run $(ARGS)

test: ## Set up and run the tests (ARGS="-k search" goes to pytest)
	@$(PYTHON) tools/bootstrap.py test $(ARGS)

test-full: ## Every test with full case counts; long
	@$(PYTHON) tools/bootstrap.py test-full $(ARGS)

setup: ## Set up for running and testing, start nothing
	@$(PYTHON) tools/bootstrap.py setup

lint: setup ## Form, types, floors and templates, as CI checks them
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/python tools/lint_templates.py

docs: setup ## Write the generated pages of docs/ anew
	$(BIN)/portal docs

clean: ## Remove what the tools made; records in instance/ and the key in .env stay
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find portal search_index migrations tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
