# Every command of this project. `make` alone lists them; each sets up what it needs in .venv/ first.
# Written for GNU make 3.81, the version that macOS ships.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The first Python that is new enough: Apple's own python3 is 3.9, and Homebrew may add only a numbered one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; \
	done; echo python3)

CACHES := .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help serve build check test lint biome browser firefox schema tokens messages lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: $(VENV)/runtime.stamp ## the site in your browser, live (PORT=8123 for another port)
	$(BIN)/ontherecord serve $(if $(PORT),--port $(PORT))

build: $(VENV)/build.stamp ## write the site once, to site/ (SITE_URL=https://… is where it will stand)
	$(BIN)/ontherecord build

check: $(VENV)/runtime.stamp ## only check data/, and print every problem
	$(BIN)/ontherecord check

# What Python compiles is written down even where it is told not to: tests start the program a hundred times.
test: lint browser ## lint, then every test, in a real browser too
	@if command -v node >/dev/null; then node --test tests/theme/js/*.test.mjs; else \
		echo "SKIPPED: there is no Node here, so the tests of the theme’s scripts (tests/theme/js/) did not run." >&2; fi
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/dev.stamp ## style, format, types and layers of the code, and the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet .github
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory biome; else \
		echo "SKIPPED: there is no npm here, so biome did not look at the theme’s scripts and styles." >&2; fi

biome: node_modules/stamp ## style and format of the theme’s scripts and styles (needs Node)
	node_modules/.bin/biome check

browser: $(VENV)/dev.stamp ## make sure that the tests have a Chromium (CHROMIUM=path to choose it)
	$(BIN)/python tests/setup_browser.py

firefox: build ## read the built site in Firefox: links, selections, search, and without a network (FIREFOX=path)
	$(BIN)/python tests/firefox.py $(FIREFOX)

schema: $(VENV)/runtime.stamp ## write the JSON Schemas of the data files
	$(BIN)/ontherecord schema

tokens: $(VENV)/runtime.stamp ## write the style sheet of the colours and sizes
	$(BIN)/python -m ontherecord.tokens

messages: $(VENV)/runtime.stamp ## fit the catalogues of the interface’s words to the code
	$(BIN)/python -m ontherecord.messages

lock: $(BIN)/python ## fit the lock files to pyproject.toml (UPGRADE=1 for the newest of everything)
	$(PIP) install 'uv<1'
	$(COMPILE) --extra dev --extra pdf --extra cluster --output-file requirements-dev.txt pyproject.toml
	$(COMPILE) --constraints requirements-dev.txt --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra pdf --constraints requirements-dev.txt --output-file requirements-build.txt pyproject.toml

clean: ## remove the site, the generated pages and the caches; .venv/ stays
	rm -rf site .site-* $(CACHES)

# --- The environment ---------------------------------------------------------------------------------

# One lock for all supported Pythons and systems. The group holds the build backend, so that installing
# this package takes nothing that is not locked.
COMPILE = $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	--group build $(if $(UPGRADE),--upgrade)

# The first argument is a lock. It is complete, so there is nothing to resolve (--no-deps), and names a wheel for
# every supported system, so nothing is compiled and no package's own install code runs (--only-binary).
define install
	@echo "Installing $(1) into $(VENV)/ (once; about half a minute) …"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: --requirement $(1)
	@$(PIP) install --no-deps --no-build-isolation --editable .
endef

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here. This needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
		echo "If you have a newer one, name it: make PYTHON=python3.13 …" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: its venv module is missing." >&2; \
		echo "On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# A stamp says what is installed. None holds once Python itself was removed, as a system upgrade may do.
$(shell test -x $(BIN)/python || rm -f $(VENV)/*.stamp)

$(VENV)/runtime.stamp: requirements.txt pyproject.toml | $(BIN)/python
	$(call install,requirements.txt)
	@touch $@

# What a PDF is set with besides: large, so `make serve` does without.
$(VENV)/build.stamp: requirements-build.txt pyproject.toml | $(BIN)/python
	$(call install,requirements-build.txt)
	@touch $@ $(VENV)/runtime.stamp

# The dev lock holds both, so `make test` installs once.
$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/build.stamp $(VENV)/runtime.stamp

# Only biome needs Node; the site and its tests do without.
node_modules/stamp: package-lock.json
	@npm ci --no-fund --no-audit --silent
	@touch $@
