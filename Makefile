# Two commands do everything from a fresh clone, with nothing but Python 3.11+ and pip:
#   make serve    set up, then serve the bundled model on http://127.0.0.1:8484
#   make test     set up, then lint, types and tests
# uv is used for the set-up when it is on the PATH; it is only faster.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ARGS ?=

ifeq ($(UV),)
  CREATE = $(PYTHON) -m venv $(VENV)
  INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
  CREATE = $(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)
  INSTALL = $(UV) pip install --quiet --python $(BIN)/python
endif

.PHONY: serve chat test check fix bench train-mini eval-mini transcript-mini plots-mini parity-mini \
	lock clean

serve: $(VENV)/.installed
	$(BIN)/rejoinder serve $(ARGS)

chat: $(VENV)/.installed
	$(BIN)/rejoinder chat $(ARGS)

test: check
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks.engine $(ARGS)

# Trains the bundled model from nothing (hours); resumes from build/mini when stopped.
train-mini: $(VENV)-train/.installed
	$(VENV)-train/bin/python -m training.train $(ARGS)

# Asks the bundled model held-out questions through a server started for the purpose.
# Prints the tables of its card: what is right with and without grammar, and calibration.
eval-mini: $(VENV)/.installed
	$(BIN)/python -m training.eval_mini $(ARGS)

# Asks it thirty ordinary opening lines and writes docs/mini-transcript.md.
transcript-mini: $(VENV)/.installed
	$(BIN)/python -m training.transcript $(ARGS)

# Draws training/log.csv as training/log.svg.
plots-mini: $(VENV)/.installed
	$(BIN)/python -m training.plots $(ARGS)

# Whether transformers gives the same greedy tokens; keeps its answers for a test.
parity-mini: $(VENV)/.installed $(VENV)-train/.installed
	$(BIN)/python -m training.parity ours build/parity.json
	$(VENV)-train/bin/python -m training.parity compare build/parity.json \
		--keep tests/goldens/mini/answers.jsonl

# The installed package is a link to src/, so only a changed lock or project file installs again.
$(VENV)/.installed: constraints.txt pyproject.toml
	@test -n "$(PYTHON)$(UV)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@echo "Setting up $(VENV) (once)"
	$(CREATE)
	$(INSTALL) --require-hashes -r constraints.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# The list is complete, so nothing need be resolved; one package's bounds are overridden in it.
$(VENV)/.installed-dev: $(VENV)/.installed constraints-dev.txt
	$(INSTALL) --no-deps --require-hashes -r constraints-dev.txt
	@touch $@

$(VENV)-train/.installed: training/requirements.txt
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/python -m pip install --quiet -r training/requirements.txt
	@touch $@

# Writes the exact versions and hashes that the set-up installs. Needs uv.
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	$(LOCK) --upgrade --extra build pyproject.toml -o constraints.txt
	$(LOCK) --extra build --extra dev -c constraints.txt pyproject.toml -o constraints-dev.txt

clean:
	rm -rf $(VENV) $(VENV)-train build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
