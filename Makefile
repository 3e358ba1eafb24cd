# The verbs of this project. `make run` and `make test` need Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Each process takes the next test when it has finished one; tests/conftest.py has the quick ones come first.
TEST := $(PY) -m pytest --numprocesses auto --maxprocesses 4 --maxschedchunk 1
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: run test test-postgres check lint bench campaign fuzz schema licences sbom yanked lock mutants train

run: $(VENV)/.installed
	@$(PY) -m bot serve

test: $(VENV)/.installed-dev
	$(TEST)

# Whole complaints once more, on PostgreSQL: a server of its own, or that of STORE_URL.
test-postgres: $(VENV)/.installed-dev
	DESK_STORE=postgres $(TEST) tests/bot/desk

check: lint test test-postgres

lint: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache

# The stores at up to 100,000 tickets; BENCH=full adds a million.
bench: $(VENV)/.installed-dev
	$(PY) -m bench

# The long campaigns (kills, crashes) at full size, with their figures; `make test` runs them short.
campaign: $(VENV)/.installed-dev
	CAMPAIGN=full $(PY) -m pytest -m campaign

# Bad scripts, cases and known issues without end, or for FUZZ_SECONDS; what breaks is kept in fuzz-found.
fuzz: $(VENV)/.installed-dev
	@$(PY) -m tests.dialogs.fuzz

# Changes one thing after the other in the rules that matter most: a test must notice. Then lists the survivors.
# MUTANTS=quick tries a fixed quarter of the changes.
mutants: $(VENV)/.installed-dev
	@rm -rf mutants
	@$(VENV)/bin/mutmut run $(if $(filter quick,$(MUTANTS)),$$($(PY) -m bench.mutants)) > /dev/null
	@$(VENV)/bin/mutmut results | grep -v "not checked"; $(VENV)/bin/mutmut export-cicd-stats

# The models that read what messages do and say, which choices they name, and what tells of a wrong, fitted anew to the
# labelled lines beside them and to the shipped known issues; TRAIN=--check only tells.
train: $(VENV)/.installed-dev
	@$(PY) -m bench.understanding_fit $(TRAIN) && $(PY) -m bench.choices_fit $(TRAIN) && $(PY) -m bench.grievance_fit $(TRAIN)

# What editors check scripts by; a test holds it to the dataclasses.
schema: $(VENV)/.installed
	@$(PY) -c "from dialogs.language.schema import schema_file; print(schema_file(), end='')" > docs/script.schema.json

# The licences of all that the lock installs; a test holds the page to it.
licences: $(VENV)/.installed
	@$(PY) -m bench.supply_chain licences > docs/licences.md

# A bill of materials of the same (CycloneDX 1.5), for whoever watches for known weaknesses.
sbom: $(VENV)/.installed
	@$(PY) -m bench.supply_chain sbom > sbom.cdx.json

# Whether a version of the lock was taken back by who published it, where the registry tells; PIP=… are more of pip's options.
yanked: $(VENV)/.installed
	@$(PY) -m bench.yanked_versions $(PIP)

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra recognition --extra holidays pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra recognition --extra holidays --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(VENV)/.installed: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	@touch $@
