# Aboveline: everything a person types. `make help` lists it.
PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin
READY  := $(VENV)/.ready
DEV    := $(VENV)/.dev
BENCH  := $(VENV)/.bench

# Each core takes tests from the others where it runs out of its own.
ALL_CORES := --numprocesses auto --dist worksteal

ESSEX := examples/essex-2012

# What to measure, as in: make bench BENCHMARKS="--only peers,formats --sizes 85,10000"
BENCHMARKS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast test-browser check coverage format bench wheel golden messages clean

help: #> show this list
	@sed -n 's/^\([a-z-]*\):.*#> \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(READY) #> score the Essex inspection and write its report
	@mkdir -p build
	@$(RUN)/aboveline score criteria/cci-2012 examples/essex-2012/cases.csv
	@$(RUN)/aboveline score criteria/cci-2012 examples/essex-2012/cases.csv --format html --output build/essex-2012.html
	@$(RUN)/aboveline report criteria/cci-2012 $(ESSEX)/cases.csv --output build/essex-2012-report.html --materials $(ESSEX)/materials \
	  --population $(ESSEX)/foreword.csv --survey young_people=$(ESSEX)/young-people.csv --survey victims=$(ESSEX)/victims.csv
	@echo
	@echo "Open build/essex-2012.html in a browser to read the same as a page, and"
	@echo "build/essex-2012-report.html for the whole report of the inspection."
	@echo "Then try:  $(RUN)/aboveline explain criteria/cci-2012 examples/essex-2012/cases.csv --case E001 --question rmp_timely"

test: $(DEV) #> run every test, on all cores
	@$(RUN)/python -m pytest $(ALL_CORES)

test-fast: $(DEV) #> run the tests that take no more than a few seconds each
	@$(RUN)/python -m pytest -m "not slow" $(ALL_CORES)

test-browser: $(DEV) #> run the tests that drive Chromium, which has to be installed
	@ABOVELINE_EVERY_TEST=yes $(RUN)/python -m pytest tests/browser

check: $(DEV) #> lint, formatting, types and the layers
	@$(RUN)/ruff check
	@$(RUN)/ruff format --check
	@$(RUN)/pyright --pythonpath $(RUN)/python
	@$(RUN)/lint-imports

coverage: $(DEV) #> run every test and say which lines none of them reaches
	@$(RUN)/coverage run -m pytest -q
	@$(RUN)/coverage report

format: $(DEV) #> tidy the Python files
	@$(RUN)/ruff check --fix-only --quiet
	@$(RUN)/ruff format

bench: $(BENCH) #> measure everything side by side, print ratios and draw them
	@$(RUN)/python -m benchmarks $(BENCHMARKS)

wheel: $(DEV) #> build the wheel into dist/
	@$(RUN)/python -m build --wheel --outdir dist

golden: $(READY) #> write the golden output of the Essex example again (review the difference)
	@cd examples/essex-2012 && ../../$(RUN)/aboveline score cci-2012 cases.csv --questions --output scores.txt
	@cd examples/essex-2012 && ../../$(RUN)/aboveline score cci-2012 cases.csv --format json --output scores.json

messages: $(DEV) #> collect the texts of the interface for the translators, into every catalogue
	@mkdir -p build
	@$(RUN)/pybabel --quiet extract --mapping babel.cfg --keywords message --keywords plural:1,2 --keywords in_context:1c,2 \
	  --add-location file --sort-by-file --no-wrap --project aboveline --version 1 --output build/aboveline.pot engine
	@for one in engine/aboveline/wording/locales/*; do $(RUN)/pybabel --quiet update --domain aboveline --input-file build/aboveline.pot \
	  --output-dir engine/aboveline/wording/locales --locale $$(basename $$one) --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date; done

clean: #> remove what the other targets made
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis .coverage

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Aboveline needs Python 3.11 or later; this is " + sys.version.split()[0])'
	@echo "Setting up (once)..."
	@$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $(READY) $@

$(BENCH): pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,bench]"
	@touch $(READY) $(DEV) $@
