# Each target makes .venv and installs the project by itself when pyproject.toml asks for it.
#   make demo    build, query and show the bundled sample documents
#   make test    all tests
#   make fuzz    strange input to each part, FUZZ_SECONDS (600) each, guided by coverage
#   make check   format, lint, types, import rules and all tests (docs and quality floors too)
#   make soak    the long tests: many random faults, minutes to hours
#   make quality how good extraction is on annotated documents, beside its floors
#   make audit   known vulnerabilities of all dependencies, where they can be looked up
#   make bench   speed and memory, as ratios measured in one run (make bench-neo4j: of loading it)
#   make bench-scale   time and memory of a corpus and larger ones made of it: CORPUS=FILE, SCALE=options
#   make clean   remove what the targets above made (.venv too; other builds in exports/ stay)

# Any Python from 3.11 on: make demo PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test soak fuzz check lint quality audit bench bench-neo4j bench-scale clean

help:
	@sed -n 's/^#   //p' Makefile

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found: install one, or say make PYTHON=/path/to/it" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11: say make PYTHON=/path/to/a/newer/one" >&2; exit 1; }
	@echo "Installing into $(VENV) (once; a few minutes on a slow line) ..."
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make virtual environments: on Debian or Ubuntu, apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 5 --upgrade pip
	@$(BIN)/python -m pip install --quiet --retries 5 -e '.[dev]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/kg demo -o exports/demo

# Files side by side on all cores, up to four; make test PYTEST=options for something else. Tests
# start hundreds of programs, which read what is compiled first also where Python may not write it.
PYTEST ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
test: $(STAMP)
	@$(BIN)/python -m compileall -q kg tests
	@$(BIN)/python -m pytest $(PYTEST)

soak: $(STAMP)
	@$(BIN)/python -m pytest -m soak

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quality: $(STAMP)
	@$(BIN)/python tools/floors.py

audit: $(STAMP)
	@$(BIN)/python tools/audit.py

FUZZ_SECONDS := 600
fuzz: $(STAMP)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install --quiet -e '.[fuzz]'
	@for part in readers cleaner splitter rules query; do \
		$(BIN)/python tools/fuzz.py $$part --seconds $(FUZZ_SECONDS) || exit 1; done

check: lint test

bench: $(STAMP)
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.ratios
	@$(BIN)/python -m benchmarks.viewer

CORPUS ?= ../shared/corpus/broadcasts.jsonl.gz
SCALE ?=

bench-scale: $(STAMP)
	@$(BIN)/python -m benchmarks.scale $(CORPUS) $(SCALE)

bench-neo4j: $(STAMP)
	@$(BIN)/python benchmarks/neo4j_load.py

clean:
	rm -rf $(VENV) exports/demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find kg tests tools benchmarks -name __pycache__ -type d -exec rm -rf {} +
