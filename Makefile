# 问源 Wenyuan. Every target sets up .venv on its own; a second run starts at once.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-input --constraint constraints.txt
ARTICLES := corpus/articles

.PHONY: help serve test setup ask eval check bench bench-peers prove
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11 或 3.12：没有找到 $(PYTHON)。"; exit 2; }
	@$(PYTHON) -c 'import sys; v=sys.version_info[:2]; sys.exit(not (3,11) <= v < (3,13))' \
	  || { echo "需要 Python 3.11 或 3.12，$(PYTHON) 是 $$($(PYTHON) -V)；可写 make PYTHON=python3.11。"; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "安装依赖（第一次要几分钟）…"
	$(PIP) --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed
	$(PIP) --editable '.[dev]'
	@touch $@

setup: .venv/.installed ## environment and index, then stop
	$(BIN)/wenyuan build --if-changed

serve: .venv/.installed ## API and page at http://127.0.0.1:7860
	@$(BIN)/wenyuan build --if-changed || [ $$? -eq 1 ]  # 1: some files could not be read, the others are in
	@$(BIN)/wenyuan serve

ask: setup ## one question: make ask Q="张村河片区规划多少所学校"
	@test -n "$(Q)" || { echo '请写下问题：make ask Q="张村河片区规划多少所学校"'; exit 2; }
	@$(BIN)/wenyuan ask "$(Q)"

eval: setup ## the gold questions; the report goes to reports/
	$(BIN)/wenyuan eval eval/gold/laoshan.jsonl --report reports

check: .venv/.installed-dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

test: .venv/.installed-dev ## all tests
	$(BIN)/wenyuan build --if-changed
	$(BIN)/pytest

bench: .venv/.installed-dev ## the gold questions with times and memory; DATA=DIR adds the development sets
	$(BIN)/python -m eval.bench $(if $(DATA),--data $(DATA))

.venv-peers/.installed: .venv/.made eval/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers
	@echo "安装用来比较的系统（第一次要十几分钟）…"
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --no-input --requirement eval/peers/requirements.txt \
	  || grep -v '^#' eval/peers/requirements.txt | while read -r one; do \
	    .venv-peers/bin/pip install --quiet --disable-pip-version-check --no-input --no-deps "$$one" || echo "没有装上：$$one" >&2; done
	@touch $@

bench-peers: $(if $(DATA),.venv/.installed .venv-peers/.installed) ## other systems on the same questions, to docs/peers.md: DATA=DIR [WORK=DIR] [SETS="crud"] [QUESTIONS=n]
	@test -n "$(DATA)" || { echo '请写下数据的文件夹：make bench-peers DATA=DIR'; exit 2; }
	$(BIN)/python -m eval.peers --data $(DATA) --python .venv-peers/bin/python --out docs/peers.md \
	  $(if $(WORK),--work $(WORK)) $(if $(SETS),--sets $(SETS)) $(if $(QUESTIONS),--questions $(QUESTIONS))

prove: .venv/.installed-dev ## what a release must show: checks, tests, gold questions, the index byte for byte
	$(MAKE) check test eval
	$(BIN)/wenyuan verify
