# Sluice: the index of what one can do here. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

MVN ?= mvn -B -ntp -Dstyle.color=never
SERVER_JAR := flag-server/target/flag-server.jar
SHOP_JAR := sample-apps/shop/target/shop.jar
SHOP := java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar $(SHOP_JAR)
BUILT := target/built

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
	@mkdir -p target && touch $(BUILT)

.PHONY: test
test: tools ## install what tests need, run every test, write docs/proofs.md
	@.ci/test-programs
	@find . -name proofs.tsv -path '*/target/*' -not -path '*/node_modules/*' -delete
	.ci/in-memory $(MVN) verify -DexcludedGroups=drill -Djacoco.haltOnFailure=true
	.ci/in-memory npm --prefix admin-ui run e2e
	$(MAKE) --no-print-directory proofs

.PHONY: proofs
proofs: ## write docs/proofs.md from the last test run
	@java -cp evaluation-engine/target/test-classes dev.sluice.proof.ProofsReport .

MINUTES ?= 5
SEED ?= $(shell date +%s)
.PHONY: fuzz
fuzz: ## give the engine broken records for MINUTES=5, and a server 20,000 odd requests, with SEED=...
	@echo "fuzzing for $(MINUTES) minutes, seed $(SEED) ..."
	@$(MVN) -q test -pl evaluation-engine -am -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dsluice.fuzz.seconds=$$(($(MINUTES) * 60)) -Dsluice.fuzz.seed=$(SEED)
	@$(MVN) -q test -pl flag-server -am -DskipUi -Dtest=SchemaFuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dsluice.fuzz.requests=20000 -Dsluice.fuzz.seed=$(SEED)

# Results are written only with RESULTS=loadtest/results: figures from a machine that does something else are worth nothing.
DRILL ?=
RESULTS ?=
.PHONY: drill
drill: tools ## break a running fleet for long: restarts, kills, cuts; MINUTES=5 of chaos, SEED=..., DRILL='SomeTest' for one
	@echo "drills, with $(MINUTES) minutes of chaos by seed $(SEED) ..."
	$(MVN) verify -pl flag-server,loadtest/rig,sample-apps/shop -am -Dgroups=drill -DexcludedGroups= -DskipUiTests \
	  $(if $(DRILL),-Dtest='$(DRILL)') -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dsluice.drill.minutes=$(MINUTES) -Dsluice.drill.seed=$(SEED) -Dsluice.results=$(if $(RESULTS),$(abspath $(RESULTS)))

SOAK = java -cp "loadtest/rig/target/test-classes:loadtest/rig/target/classes:evaluation-engine/target/test-classes:$$(cat loadtest/rig/target/classpath)" \
  dev.sluice.rig.chaos.Soak
.PHONY: soak
soak: tools ## 50,000 decisions a second while everything is killed, paused and corrupted; MINUTES=60, SEED=...
	@$(MVN) -q package -DskipTests -DskipUiTests -pl flag-server,loadtest/rig -am
	@mkdir -p $(or $(RESULTS),target)
	@$(SOAK) $(MINUTES) $(SEED) $$(git rev-parse HEAD) $(or $(RESULTS),target)/soak.jsonl

.PHONY: mutation
mutation: ## change the engine in small ways and list the changes that no test notices (about 10 minutes)
	@$(MVN) -q test-compile org.pitest:pitest-maven:mutationCoverage -Pmutation -pl evaluation-engine
	@echo "evaluation-engine/target/pit-reports/index.html"

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

BENCH = java -cp "loadtest/jmh/target/classes:$$(cat loadtest/jmh/target/classpath)" dev.sluice.jmh.Bench loadtest/results
.PHONY: bench
bench: tools ## time decisions beside the least program that gives the same (about 13 minutes, alone on the machine)
	@$(MVN) -q package -DskipTests -pl loadtest/jmh -am
	@$(BENCH) $(BENCH_ARGS)

.PHONY: bench-peers
bench-peers: tools ## the same decisions by other feature flag libraries (20 minutes, alone on the machine)
	@$(MVN) -q package -DskipTests -Ppeers -pl loadtest/jmh -am
	@$(BENCH) peers $(BENCH_ARGS)

SWARM = java -cp "loadtest/swarm/target/classes:$$(cat loadtest/swarm/target/classpath)" dev.sluice.swarm.Swarm loadtest/results
.PHONY: swarm
swarm: tools ## thousands of streams beside the least program that serves them (12 minutes, alone on the machine)
	@$(MVN) -q package -DskipTests -pl flag-server,loadtest/swarm -am
	@$(SWARM) $(SWARM_ARGS)

##@ the demo (in a second window, while `make run` runs)
# Builds only when a source is newer than the last build, so that a second start is quick.
.PHONY: built
built:
	@if [ ! -f $(SERVER_JAR) ] || [ ! -f $(SHOP_JAR) ] || [ ! -f $(BUILT) ] || [ -n "$$(find pom.xml */pom.xml */*/pom.xml \
	    evaluation-engine java-sdk flag-server admin-ui sample-apps \
	    \( -name node_modules -o -name target -o -name dist -o -name test \) -prune -o -type f -newer $(BUILT) -print -quit)" ]; then \
	  $(MAKE) --no-print-directory build; fi

.PHONY: run
run: built ## build and start everything: server, Redis, admin UI, shops with traffic
	@exec $(SHOP) run

.PHONY: story
story: $(SHOP_JAR) ## play the story of the demo against `make run`, and judge it
	@$(SHOP) story

.PHONY: deploy
deploy: $(SHOP_JAR) ## restart the shops in turn onto build 2, or BUILD=1
	@$(SHOP) deploy $(BUILD)

.PHONY: break
break: $(SHOP_JAR) ## let the new checkout fail 20 %, or PERCENT=5, of its orders
	@$(SHOP) break $(PERCENT)

.PHONY: mend
mend: $(SHOP_JAR) ## let the new checkout fail no more
	@$(SHOP) mend

.PHONY: kill-server
kill-server: $(SHOP_JAR) ## kill -9 the flag server
	@$(SHOP) kill-server

.PHONY: kill-redis
kill-redis: $(SHOP_JAR) ## kill -9 its Redis
	@$(SHOP) kill-redis

.PHONY: score
score: $(SHOP_JAR) ## what shoppers met so far
	@$(SHOP) score

$(SHOP_JAR):
	@echo "$(SHOP_JAR) is missing: build it with make build" >&2; exit 1
