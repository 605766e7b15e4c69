# Everything is set up by the first target that needs it; `make demo` and `make test` are all a newcomer needs.
PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: demo test check evaluate bench lock clean

demo: .venv/ready
	@$(BIN)/dragoman read --no-record --dropped examples

test: .venv/ready
	@$(BIN)/python -m pytest

# What CI runs before the tests: style, types, the import contract.
check: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Scores on every set at hand, against the committed floors; sets that are absent are skipped, and said so.
evaluate: .venv/ready
	@$(BIN)/python -m evaluation

bench: .venv/ready
	@$(BIN)/python -m benchmarks

# Pins every dependency with hashes, without naming an index.
lock: .venv/ready
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --extra dev --extra charts --generate-hashes --no-emit-index-url \
	  --no-header --no-annotate --quiet pyproject.toml --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	@echo "Setting up .venv with the pinned libraries (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv build *.egg-info
