# Sluice: the index of what one can do here. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

MVN ?= mvn -B -ntp
SERVER_JAR := flag-server/target/flag-server.jar
SHOP_JAR := sample-apps/shop/target/shop.jar
SHOP := java -jar $(SHOP_JAR)

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: tools
tools:
	@.ci/tools

.PHONY: build
build: tools ## build everything without tests
	@echo "building (about a minute the first time) ..."
	@$(MVN) -q package -DskipTests

.PHONY: test
test: tools ## install what tests need, run every test, write docs/proofs.md
	@.ci/browser
	@find . -name proofs.tsv -path '*/target/*' -not -path '*/node_modules/*' -delete
	$(MVN) verify -DexcludedGroups=
	npm --prefix admin-ui run e2e
	$(MAKE) --no-print-directory proofs

.PHONY: proofs
proofs: ## write docs/proofs.md from the last test run
	@java -cp evaluation-engine/target/test-classes dev.sluice.proof.ProofsReport .

.PHONY: third-party
third-party: ## write THIRD-PARTY.md: what we ship of others, and its licences
	@.ci/third-party

.PHONY: fmt
fmt: ## format the code
	$(MVN) -q spotless:apply
	npm --prefix admin-ui run format

STREAMS ?= 100
CHANGES ?= 500
.PHONY: propagation
propagation: build ## time a change from REST to the last of STREAMS=100 streams
	@java -cp "loadtest/rig/target/classes:$$(cat loadtest/rig/target/classpath)" dev.sluice.rig.Propagation \
	  $(STREAMS) $(CHANGES) loadtest/results/propagation-$(STREAMS).json

##@ the demo (in a second window, while `make run` runs)
.PHONY: run
run: build ## build and start everything: server, Redis, admin UI, shops with traffic
	@exec $(SHOP) run
