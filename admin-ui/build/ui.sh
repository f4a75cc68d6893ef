#!/bin/sh
# Builds the admin UI for Maven; says in one sentence what to do when Node is missing or too old.
set -eu
cd "$(dirname "$0")/.."

advice="Install Node 20.19 or newer, or build without the admin UI: mvn -DskipUi ..."
if ! command -v node >/dev/null 2>&1; then
  echo "The admin UI is built with Node, and there is no 'node' on the PATH. $advice" >&2
  exit 1
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "The admin UI is built with npm, and there is no 'npm' on the PATH. $advice" >&2
  exit 1
fi
version=$(node -p 'process.versions.node')
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "The admin UI is built with Node 20.19 or newer; the 'node' on the PATH is $version. $advice" >&2
  exit 1
fi
exec node build/build.mjs "$@"
