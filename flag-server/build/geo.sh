#!/bin/sh
# Lays the country database (npm, CC0) into the jar as geo/country.mmdb. Quick when it is there already.
set -eu
cd "$(dirname "$0")/.."

wanted=src/main/npm/package-lock.json
there=target/classes/geo/country.mmdb
if [ -f "$there" ] && [ "$there" -nt "$wanted" ]; then
  exit 0
fi
if ! command -v npm > /dev/null; then
  echo "npm is missing; it fetches the geo database. Install Node 20.19 or newer, or build with -DskipUi." >&2
  exit 1
fi
package=node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb
(
  cd src/main/npm
  if [ ! -f "$package" ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
  fi
)
mkdir -p target/classes/geo
cp "src/main/npm/$package" "$there.part"
mv "$there.part" "$there"
