#!/bin/sh
# Installs what the benches compare with, from the distribution's own packages; does nothing when all are there.
set -eu
missing=""
for package in squidguard e2guardian wrk nginx-light squid-openssl sarg goaccess calamaris; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -z "$missing" ] || DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
