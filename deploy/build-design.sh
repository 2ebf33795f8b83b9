#!/bin/sh
# Builds the console's styles and script from src/belisha/console/design/frontend into the folder given, else into
# static/design, where they are committed. Needs node; its packages are installed once, below build/design.
set -eu
cd "$(dirname "$0")/.."
design=src/belisha/console/design
out=${1:-$design/static/design}
work=build/design
mkdir -p "$work" "$out/fonts"
if ! cmp -s "$design/frontend/package-lock.json" "$work/installed"; then
    cp "$design/frontend/package.json" "$design/frontend/package-lock.json" "$work/"
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)
    cp "$work/package-lock.json" "$work/installed"
fi
cp "$design"/frontend/*.scss "$design"/frontend/*.mjs "$work/"
modules=$work/node_modules
"$modules/.bin/sass" --load-path="$work" --no-source-map --style=compressed --quiet-deps "$work/belisha.scss" "$out/belisha.css"
"$modules/.bin/esbuild" "$work/belisha.mjs" --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --log-level=warning --outfile="$out/belisha.js"
font=$modules/@fontsource/atkinson-hyperlegible
for part in latin-400 latin-700 latin-ext-400 latin-ext-700; do
    cp "$font/files/atkinson-hyperlegible-$part-normal.woff2" "$out/fonts/"
done
cp "$font/LICENSE" "$out/fonts/OFL.txt"
cp "$design/frontend/NOTICES.txt" "$out/"
