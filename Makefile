# DeCOR. `make run` shows the city, `make test` proves it; everything else is below.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRODUCT ?= var/public
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help run live run-public publish attack sample ingest test test-fast check bench bench-room bench-public bench-visits bench-choices bench-jobs bench-forms bench-jam bench-wifi bench-programme bench-linked steps score-covid score-wifi score-programme docs screenshots system format

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "DeCOR needs Python 3.11 or newer (make PYTHON=python3.12 run)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

# The slim Plotly, where npm is to be had; without it plotly.py's own file is served.
$(VENV)/.plotly: scripts/web/package-lock.json | $(BIN)/python
	@if command -v npm >/dev/null; then npm ci --prefix scripts/web --ignore-scripts --no-audit --no-fund --silent --fetch-retries=0 --fetch-timeout=20000 || echo "The slim Plotly cannot be had now; the whole one is served."; fi
	@touch $@

run: $(VENV)/.runtime $(VENV)/.plotly ## build what is missing and open the room at http://127.0.0.1:8050
	@$(BIN)/python -m data.sample
	@$(BIN)/python -m server.serve app:server

live: $(VENV)/.runtime ## play the sample city forward day by day through the API: make live SECONDS=12 AGAIN=1
	@$(BIN)/python -m scripts.live --seconds $(or $(SECONDS),12) $(if $(AGAIN),--again)

run-public: $(VENV)/.runtime ## only the public edition, from PRODUCT (default var/public); no database, no room
	@env -u DECOR_DATABASE_URL -u DECOR_DATA_DIR -u DECOR_SECRET_KEY -u DECOR_DEMO_PASSWORD DECOR_PRODUCT_DIR=$(PRODUCT) $(BIN)/python -m server.serve app_public:server

publish: $(VENV)/.runtime ## publish what is new (the room does it by itself)
	$(BIN)/python -m data.disclosure publish

attack: $(VENV)/.runtime ## try to narrow the hidden counts of everything published
	$(BIN)/python -m data.disclosure attack

sample: $(VENV)/.runtime ## fill an empty database with the simulated city
	$(BIN)/python -m data.sample

ingest: $(VENV)/.runtime ## load a file: make ingest DATASET=covid-daily FILE=path
	$(BIN)/python -m data.ingest $(DATASET) $(FILE)

system:
	@bash scripts/system.sh

test: $(VENV)/.dev $(VENV)/.plotly system ## all tests, browser and PostgreSQL included
	node --test tests/js
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 25

test-fast: $(VENV)/.dev ## what needs neither a city nor a browser
	@if command -v node >/dev/null; then node --test tests/js; else echo "no node: the scripts' tests are left to make test"; fi
	$(BIN)/python -m pytest tests/unit tests/property tests/project

check: $(VENV)/.dev ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.runtime ## write the generated pages and the stylesheet of tokens
	$(BIN)/python -m scripts.generate

bench: $(VENV)/.dev system ## measure what the issue names, as a table
	$(BIN)/python -m scripts.bench

bench-room: $(VENV)/.dev system ## measure live latency, idle screens, alerts; and the wall's soak
	$(BIN)/python -m scripts.bench_room
	$(BIN)/python -m scripts.soak

bench-public: $(VENV)/.dev system ## measure publishing, the attack and the public edition
	$(BIN)/python -m scripts.bench_public

bench-visits: $(VENV)/.dev $(VENV)/.plotly system ## measure what a first visit, a second one and the next page cost a browser
	$(BIN)/python -m scripts.bench_visits

bench-choices: $(VENV)/.runtime ## measure how many choices a second twenty operators get answered
	$(BIN)/python -m scripts.bench_choices

bench-jobs: $(VENV)/.runtime ## measure how soon a job is begun, and a thousand by two workers
	$(BIN)/python -m scripts.bench_jobs

bench-forms: $(VENV)/.dev system ## measure when pages with forms are first painted
	$(BIN)/python -m scripts.bench_forms

bench-jam: $(VENV)/.runtime ## measure what 500 half-open and 200 slow clients cost everybody else
	$(BIN)/python -m scripts.jam

bench-wifi: $(VENV)/.runtime ## measure coverage, what if and siting; the tables of who is covered
	$(BIN)/python -m scripts.bench_wifi
	$(BIN)/python -m scripts.bench_wifi --log 10000000

bench-linked: $(VENV)/.dev system ## measure what follows the hand: brush, choices, days, play
	$(BIN)/python -m scripts.bench_linked

steps: $(VENV)/.dev system ## count ten tasks by mouse and by keyboard
	$(BIN)/python -m scripts.steps

bench-programme: $(VENV)/.dev system ## measure a plan of 300 actions with 48 months: import, pages, steps, PDF
	$(BIN)/python -m scripts.bench_programme

score-covid: $(VENV)/.runtime ## score the scan on the sample's planted clusters and on cities without any
	$(BIN)/python -m scripts.score_covid

score-programme: $(VENV)/.runtime ## score the intervals of completion over 50 seeded plans (PLANS=20 for fewer)
	$(BIN)/python -m scripts.score_programme --plans $(or $(PLANS),50)

score-wifi: $(VENV)/.runtime ## score the finder of outage events over 200 seeded cities (CITIES=20 for fewer)
	$(BIN)/python -m scripts.score_wifi --cities $(or $(CITIES),200)

screenshots: $(VENV)/.dev system ## every page in every size, theme and language, into var/screens
	$(BIN)/python -m scripts.screens
