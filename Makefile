# Two commands do everything: `make demo` and `make test`. Needed: Python 3.11 or later, and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test gate bench lint clean

demo: $(VENV)/.core
	@$(BIN)/nianbao extract examples -o out --force
	@echo "→ out/panel.xlsx   out/report.html   out/reports.jsonl"

test: $(VENV)/.dev lint gate
	$(BIN)/python -m pytest

# No headline of the test split may fall significantly against the saved baseline.
gate: $(VENV)/.dev
	$(BIN)/python -m evaluation annotations/corpus --split test --engine auto --against evaluation/baseline.json -q

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.core
	$(BIN)/python -m evaluation.bench

clean:
	rm -rf $(VENV) out build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("nianbao needs Python 3.11 or later, and $(PYTHON) is %d.%d: make PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.core
