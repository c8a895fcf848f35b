# The front door. Every target does its own set-up; nothing has to be installed by hand.
.PHONY: help setup build demo test test-all bench lint format fuzz asan tsan coverage install deb clean
JOBS ?= $(shell nproc)

help:            ## What there is
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:           ## Debian packages and npm packages (quiet when nothing is to do)
	@scripts/setup.sh

build: setup     ## The release program: build/release/bin/fixpoint
	@scripts/build.sh release

demo: build      ## Heal the bundled broken examples: no model, no network
	@scripts/demo.sh

test: build      ## Everything a change must pass: lint, sanitizers, brief fuzzing, all fast tests
	@scripts/check.sh
	@ctest --test-dir build/release -j$(JOBS) --output-on-failure --label-exclude long

test-all: test   ## The same and the long suites (TSan, crash sweeps at full count, longer fuzzing)
	@scripts/check-long.sh
	@ctest --test-dir build/release -j$(JOBS) --output-on-failure

lint: setup      ## clang-format and clang-tidy
	@scripts/lint.sh --tidy

format:          ## Rewrite the sources in the house style
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

bench: setup     ## Benchmarks against a peer or a physical limit; prints ratios
	@scripts/bench.sh

install: build   ## Into /usr/local, or DESTDIR / PREFIX
	@cmake --install build/release $(if $(PREFIX),--prefix $(PREFIX))

deb: build       ## A Debian package in build/release
	@cd build/release && cpack -G DEB

clean:
	@rm -rf build
