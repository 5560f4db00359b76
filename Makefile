# Each target does all of its own set-up in .venv, which is made again when pyproject.toml changes.
# Works with GNU make 3.81 (macOS) and in folders whose path has spaces. Another Python: make PYTHON=/path/to/python3.12
PYTHON ?=
VENV = .venv
RUN = $(VENV)/bin/python

.PHONY: help demo test lint docs figures bench clean

help:
	@echo "make demo     run the published PbS cell and print the prediction beside the print"
	@echo "make test     lint, types, import contract and all tests"
	@echo "make lint     the same without the tests"
	@echo "make docs     build the documentation into build/docs"
	@echo "make figures  redraw docs/figures"
	@echo "make bench    speed, beside other codes"
	@echo "make clean    remove .venv and caches"

# An environment knows the folder that it was made in; in a moved or copied one it would import the old one.
ifneq "$(shell cat $(VENV)/.core 2>/dev/null)" "$(CURDIR)"
$(VENV)/.core: moved
endif
.PHONY: moved

# Recipe lines are POSIX sh. A candidate counts only if it runs, is new enough and can make an environment with pip:
# Debian's python3 comes without ensurepip, and version managers leave stubs that only print an error.
$(VENV)/.core: pyproject.toml
	@if [ -n '$(PYTHON)' ]; then set -- '$(PYTHON)'; \
	else set -- python3 python3.13 python3.12 python3.11 python3.14 python; fi; \
	for candidate in "$$@"; do \
	    if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "infradot needs Python 3.11 or newer with venv: 'apt install python3-venv' (Debian, Ubuntu), 'brew install python' (macOS), or name one with 'make PYTHON=/path/to/python3.12'." >&2; \
	    exit 1; fi; \
	echo "Setting up $(VENV) with $$("$$python" --version) (once, about a minute)" >&2; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && $(RUN) -m pip install --quiet --disable-pip-version-check --editable . && pwd -P > $@

$(VENV)/.test: $(VENV)/.core
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[test]' && touch $@

$(VENV)/.bench: $(VENV)/.core
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[bench]' && touch $@

$(VENV)/.docs: $(VENV)/.core
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[docs]' && touch $@

demo: $(VENV)/.core
	@$(RUN) -m infradot demo

lint: $(VENV)/.test
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

test: lint
	$(RUN) -m pytest -n auto --dist loadfile --no-loadscope-reorder

docs: $(VENV)/.docs
	$(RUN) -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "Open build/docs/index.html"

figures: $(VENV)/.core
	$(RUN) docs/make_figures.py

bench: $(VENV)/.bench
	@for script in $$(grep -l __main__ benchmarks/*.py); do echo "== $$script"; $(RUN) "$$script" || exit 1; done

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
