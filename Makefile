# Everything is run from here: `make` alone lists what there is.
# Each step leaves a file behind and is skipped while that file is newer than what it was made of.

PORT := $(or $(PORT),8000)
CHROMIUM ?= /usr/bin/chromium
export PORT CHROMIUM

LOCALES := kk ru en
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# Its exit code is lost by `python -m`; the path is for calculator.extraction.
PYBABEL := PYTHONPATH=. $(PYTHON) .venv/bin/pybabel --quiet
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check

RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
CATALOGUES := $(LOCALES:%=locale/%/LC_MESSAGES/django.mo)
STATIC := .make/static
# With its folders, whose times change when a file is added or taken away.
STATIC_SOURCES := $(shell find calculator/static 2>/dev/null)

# $(call unless-there,PATH): redo a step when what it made has been deleted.
unless-there = $(if $(wildcard $(1)),,always)

# $(call pytest,NAME,ARGUMENTS): pytest that also fails when tests were found but all were
# skipped. In its report, a test that ran and passed is an element with nothing inside.
define pytest
@mkdir -p .make
$(PYTHON) -m pytest --junit-xml=.make/$(1).xml -o junit_logging=no $(2)
@grep -Eq '<testcase [^>]*/>' .make/$(1).xml || { echo "No test ran." >&2; exit 1; }
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: always help run test coverage test-postgres test-browser lint messages bench bench-openfisca bench-api clean \
	chromium

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

run: $(CATALOGUES) $(STATIC) ## set up what is missing and serve the site on PORT (8000)
	@$(MANAGE) migrate --no-input --verbosity 0
	@echo "Open http://127.0.0.1:$(PORT)/ - Ctrl+C stops."
	@exec $(PYTHON) -m gunicorn --config gunicorn.conf.py

test: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## run all tests but those in a browser
	$(call pytest,tests,--ignore=tests/browser -n auto --dist loadfile)

coverage: $(DEVELOPMENT) $(CATALOGUES) ## show that the tests of the rules take every branch of them
	$(PYTHON) -m pytest -q tests/rules --cov=calculator.rules --cov-branch --cov-report=term-missing

# What these try does not reach the database's own ways.
SAME_ON_EVERY_DATABASE := hostile_files reference settings sqlite words

test-postgres: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## run the tests of the desk on a PostgreSQL of their own (Debian's)
	.ci/with-postgres $(PYTHON) -m pytest -q tests/staff -p no:cacheprovider -n auto --dist loadfile \
		$(addprefix --ignore=tests/staff/test_,$(addsuffix .py,$(SAME_ON_EVERY_DATABASE)))

test-browser: chromium $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## run the tests that drive Chromium (CHROMIUM=/path/of/it)
	$(call pytest,tests-browser,tests/browser)

# Playwright keeps an event loop running in the thread in which Django's tests use the database.
test-browser: export DJANGO_ALLOW_ASYNC_UNSAFE := true

lint: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## check style, types, imports, settings, migrations and catalogues
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) .venv/bin/lint-imports --no-logo
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	if [ -f tests/test_catalogues.py ]; then $(PYTHON) -m pytest -q tests/test_catalogues.py; fi

KEYWORDS := gettext_lazy gettext_noop ngettext_lazy:1,2 pgettext_lazy:1c,2 npgettext_lazy:1c,2,3

messages: $(DEVELOPMENT) ## bring the catalogues up to date with the texts in code and templates
	$(PYBABEL) extract -F babel.cfg -o locale/django.pot -k "$(KEYWORDS)" \
		--add-comments=Translators: --add-location=file --sort-output --project=Qonys --version=1 .
	for locale in $(LOCALES); do \
		$(PYBABEL) update --init-missing --no-fuzzy-matching --ignore-obsolete \
			--ignore-pot-creation-date -D django -i locale/django.pot -d locale -l $$locale \
		|| exit 1; \
	done
	$(PYTHON) locale/english.py

bench: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## measure how fast it is
	PYTHONPATH=. $(PYTHON) bench/run.py

bench-openfisca: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## measure the API beside OpenFisca's web API
	PYTHONPATH=. $(PYTHON) bench/against_openfisca.py

bench-api: $(DEVELOPMENT) $(CATALOGUES) $(STATIC) ## hold the API against pages and files, and send it anything
	PYTHONPATH=. $(PYTHON) bench/agreement.py
	PYTHONPATH=. $(PYTHON) bench/api_fuzz.py

clean: ## remove all that make made, except the database
	rm -rf .venv bench/openfisca/.venv .make staticfiles locale/django.pot $(CATALOGUES)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A Python 3.11 counts when it can make an environment: Debian's cannot without python3.11-venv,
# and a version manager may put a python3.11 on the path that only prints an error.
.venv/bin/python:
	@for python in python3.11 python3 /usr/bin/python3.11; do \
		$$python -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 11))' \
			2>/dev/null </dev/null || continue; \
		echo "Making .venv with $$python"; \
		$$python -m venv --clear .venv && exit 0; \
		rm -rf .venv; \
	done; \
	echo "Python 3.11 with its venv module is needed and was not found." >&2; \
	echo "On Debian 12: apt-get install python3.11 python3.11-venv" >&2; \
	exit 1

$(RUNTIME): requirements.txt | .venv/bin/python
	@echo "Installing requirements.txt"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing requirements-dev.txt"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# Babel skips a catalogue whose header is marked fuzzy, prints a warning for a line it cannot read,
# and calls both a success.
$(CATALOGUES): locale/%/LC_MESSAGES/django.mo: locale/%/LC_MESSAGES/django.po $(RUNTIME)
	@echo "Compiling $<"
	@rm -f $@
	@said=$$($(PYBABEL) compile -D django -i $< -o $@ -l $*) && test -z "$$said" && test -s $@ || { \
		echo "$$said" >&2; \
		echo "$< does not compile. If nothing is said above, its header is marked fuzzy." >&2; \
		exit 1; \
	}

$(STATIC): $(STATIC_SOURCES) calculator/settings.py $(RUNTIME) $(call unless-there,staticfiles)
	@echo "Collecting static files"
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@mkdir -p $(@D) && touch $@

chromium:
	@test -x $(CHROMIUM) || { \
		echo "No Chromium at $(CHROMIUM). Install it with: apt-get install chromium" >&2; \
		echo "or name another: make test-browser CHROMIUM=/path/of/chromium" >&2; \
		exit 1; \
	}
