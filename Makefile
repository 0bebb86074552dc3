# Two commands on a fresh machine: `make demo` and `make test`. Both make their own .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUTPUT ?= dvcsim-demo
# Several processes a test: what is compiled once is not compiled again in each of them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint tables mutants browser api interop bundle docs benchmark clean

demo: $(READY) ## run the scenarios against the reference province and ministry and leave a report in OUTPUT
	$(BIN)/python -m simulator demo --output $(OUTPUT)

test: $(READY) ## the whole suite; four workers, because the tests of processes mostly wait
	$(BIN)/python -m pytest -n 4 --dist worksteal -q

lint: $(READY) ## style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tables: $(READY) ## write the table of which scenario is told to whom anew; read the difference before committing it
	$(BIN)/python -m simulator validate --write-table scenarios/applicability.yaml

mutants: $(READY) ## every defect against every check, every crash ten times over, and ten defects with pytest too
	$(BIN)/python -m simulator mutants
	DVCSIM_PROOF=1 $(BIN)/python -m pytest -n 2 --dist loadfile -q tests/relying_parties tests/emulators tests/acceptance/test_attended.py tests/acceptance/test_messages_at_rest.py tests/apps/test_bad_messages.py tests/acceptance/test_defects.py tests/acceptance/test_ci_templates.py tests/acceptance/test_pytest_alone.py tests/acceptance/test_bundle.py tests/acceptance/test_third_service.py tests/acceptance/test_tls.py tests/acceptance/test_reach.py tests/acceptance/test_workers.py tests/acceptance/test_matrix.py tests/acceptance/test_demo.py tests/docs tests/interop/test_node_province.py
	DVCSIM_CRASHES=10 $(BIN)/python -m pytest -n 2 -q tests/acceptance/test_crash.py tests/acceptance/test_restart_during_run.py
	DVCSIM_AGREEMENTS=10 $(BIN)/python -m pytest -n 2 -q tests/acceptance/test_pytest_agrees.py

browser: $(READY) ## pages and logins in a real Chromium, installed by the script where there is none
	scripts/install-chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser-tests]'
	DVCSIM_NEEDS_BROWSER=1 $(BIN)/python -m pytest -n 2 -q tests/browser
	DVCSIM_NEEDS_BROWSER=1 $(BIN)/python -m pytest -q tests/docs -k drive

api: $(READY) ## thousands of requests made from the OpenAPI documents, the same in every run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,api-tests]'
	DVCSIM_NEEDS_API=1 $(BIN)/python -m pytest -q -p no:xdist tests/api

interop: $(READY) ## libraries of others against our provider, installed into a throw-away folder; npm ones need node
	tests/interop/run.sh $(BIN)/python

bundle: $(READY) ## everything for a machine without a network, in dist/
	PYTHON=$(BIN)/python scripts/make-bundle

docs: $(READY) ## the pages that are made from data
	$(BIN)/python docs/plan_02.py

benchmark: $(READY) ## ratios, and what grows with the number of services; see benchmarks/README.md
	$(BIN)/python benchmarks/exchange_rate.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/login.py
	$(BIN)/python benchmarks/sync.py
	$(BIN)/python benchmarks/console.py

clean: ## remove what the targets made
	rm -rf $(VENV) $(OUTPUT) .mypy_cache .ruff_cache .pytest_cache

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q simulator
	touch $(READY)
