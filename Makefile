# Tournées. `make help` lists the targets. Needs python3 (3.11 or newer), make and pip, or uv.
# The virtual environment .venv is made on first use, and again when the locks, the folder or
# PYTHON change. All paths are relative, so that the folder's own name may hold spaces.

PYTHON ?= $(shell cat .venv/.python 2>/dev/null || echo python3)
UV := $(shell uv --version >/dev/null 2>&1 && echo uv)
ARGS ?=
RUN := .venv/bin/python -m

ifdef UV
INSTALL := uv pip install --quiet --compile-bytecode --python .venv/bin/python
else
INSTALL := $(RUN) pip install --quiet --disable-pip-version-check --no-input
endif

.DEFAULT_GOAL := help
.PHONY: help plan serve test check lint types contracts bench fmt lock clean force
.DELETE_ON_ERROR:

help:
	@echo "make plan    planifie un mois et écrit le plan, la carte et les fiches dans out/"
	@echo "make serve   ouvre le service et sa page sur http://127.0.0.1:8000"
	@echo "make test    lance les tests"
	@echo "make check   style, types, contrats d’import et tests"
	@echo "make bench   mesure la qualité et la vitesse"
	@echo "make fmt     met le code en forme"
	@echo "make lock    recalcule les verrous de dépendances (avec uv)"
	@echo "make clean   efface .venv et ce qui se refait"
	@echo
	@echo "Options : ARGS=\"territoire --month 2027-01\"   PYTHON=python3.12"

plan: .venv/.runtime
	@.venv/bin/tournees plan $(ARGS)

serve: .venv/.runtime
	@.venv/bin/tournees serve $(ARGS)

test: .venv/.dev
	$(RUN) pytest --numprocesses 2 --dist loadfile $(ARGS)

check: lint types contracts test

lint: .venv/.dev
	$(RUN) ruff check
	$(RUN) ruff format --check

types: .venv/.dev
	$(RUN) mypy

contracts: .venv/.dev
	.venv/bin/lint-imports

bench: .venv/.dev
	$(RUN) benchmarks

fmt: .venv/.dev
	$(RUN) ruff check --fix
	$(RUN) ruff format

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" pyproject.toml

lock:
	@test -n "$(UV)" || { echo "« make lock » a besoin de uv : pip install uv" >&2; exit 2; }
	$(COMPILE) --upgrade --group build --output-file requirements.lock
	$(COMPILE) --upgrade --extra bench --extra cluster --extra postgresql --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock
	$(COMPILE) --upgrade --extra cluster --extra postgresql --constraint requirements-dev.lock \
		--output-file requirements-server.lock

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find routing maps api tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the virtual environment -------------------------------------------------------------

define NO_PYTHON
Tournées demande Python 3.11 ou plus récent ; « $(PYTHON) » est absent ou plus ancien.
Installez-le (Debian 12 ou Ubuntu 24.04 : apt install python3 ; macOS : brew install python),
ou désignez celui que vous avez : make plan PYTHON=python3.12
endef

define NO_PIP
Il manque de quoi créer un environnement Python : ni uv, ni ensurepip, ni pip.
Installez l’un d’eux, par exemple : apt install python3-venv
endef

define NO_INSTALL
Les bibliothèques n’ont pas pu être installées (message ci-dessus).
Sans accès à PyPI : réessayez une fois connecté. Sinon, vérifiez que la machine est un Linux
(glibc 2.28 ou plus, x86-64 ou ARM), un Mac (macOS 14 ou plus) ou un Windows 64 bits.
endef

export NO_PYTHON NO_PIP NO_INSTALL

# A virtual environment neither survives being moved nor changes its Python.
ifneq "$(shell cat .venv/.made-in .venv/.python 2>/dev/null)" "$(CURDIR) $(PYTHON)"
.venv/.python: force
endif

.venv/.python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "$$NO_PYTHON" >&2; exit 2; }
	@rm -rf .venv
	@if test -n "$(UV)"; then \
		uv venv --quiet --no-project --no-python-downloads --python "$(PYTHON)" .venv; \
	elif "$(PYTHON)" -c 'import ensurepip' 2>/dev/null; then \
		"$(PYTHON)" -m venv .venv; \
	elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m venv --without-pip .venv && \
		"$(PYTHON)" -m pip --python .venv/bin/python install --quiet --no-input pip; \
	else \
		echo "$$NO_PIP" >&2; exit 2; \
	fi
	@pwd -P > .venv/.made-in
	@echo "$(PYTHON)" > $@

.venv/.runtime: .venv/.python requirements.lock pyproject.toml
	@echo "Installation des bibliothèques dans .venv (une seule fois, quelques minutes)…" >&2
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements.lock \
		|| { echo "$$NO_INSTALL" >&2; exit 2; }
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(RUN) compileall -q routing maps api  # even where PYTHONDONTWRITEBYTECODE is set
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "Installation des outils de développement dans .venv (une seule fois, quelques minutes)…" >&2
	@$(INSTALL) --require-hashes --only-binary :all: -r requirements-dev.lock \
		|| { echo "$$NO_INSTALL" >&2; exit 2; }
	@touch $@
