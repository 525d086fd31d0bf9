# The same verbs here and in CI. Every target makes its environment first; the second time that costs nothing.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test lint types fmt bench serve lock clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml
	python3.11 -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $(READY)

demo: $(READY) ## index the sample documents and ask three questions
	$(BIN)/plumbline demo

test: $(READY) ## run the tests (offline, about eight minutes)
	$(BIN)/python -m pytest -q

lint: $(READY) ## style, spelling, import contracts, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/lint-imports
	$(BIN)/python .ci/check_licences.py

types: $(READY) ## mypy, strict
	$(BIN)/mypy

fmt: $(READY) ## format and apply safe fixes
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(READY) ## measure quality and speed (set PLUMBLINE_BENCH_DATA for the public sets)
	$(BIN)/plumbline eval bench

serve: $(READY) ## serve on loopback
	$(BIN)/plumbline serve

lock: ## resolve requirements.lock anew with uv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --no-emit-index-url \
	  --custom-compile-command "make lock" --output-file requirements.lock --upgrade --quiet

clean: ## remove the environment and caches
	rm -rf $(VENV) .cache .plumbline
