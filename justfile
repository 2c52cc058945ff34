# The daily commands. Each calls the same code as start.py and .ci/run. `just` comes with `python3 start.py test`.

python := ".venv/bin/python"

# Show this list
default:
    @just --list

# Start the product with its demonstration data
run *arguments:
    python3 start.py {{arguments}}

# Run the tests: all of them, or `just test --quick`, or a few: `just test --quick -k referral`
test *arguments:
    python3 start.py test {{arguments}}

# Every check the gate makes, without the tests
check:
    CI_WITHOUT_TESTS=1 bash .ci/run

# Put right what tools can put right
fix:
    {{python}} -m ruff check --fix .
    {{python}} -m ruff format .

# Measure: `just bench P1 P4 --cases 10000`
bench *arguments:
    {{python}} benchmarks/run.py {{arguments}}

# Prove a line of the targets at full size: `just prove S1` (S10 and S11: some hours)
prove id:
    {{python}} -m tests.prove {{id}}

# Write again the pages of docs/ that come from the code
docs:
    DEMO=1 {{python}} manage.py generate_docs

# Lock again what requirements*.in and package.json ask for (newest that fits)
lock:
    for name in requirements requirements-dev requirements-node; do \
        {{python}} -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 $name.in -o $name.txt; \
    done
    npm install --package-lock-only --omit-lockfile-registry-resolved
