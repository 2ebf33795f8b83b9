# Read by ./start and ./check: the system packages and the Python environment, each made only when something changed.

PACKAGES_run="python3-venv squid-openssl ca-certificates tzdata curl openssl fonts-dejavu-core libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 clamav-daemon clamav-freshclam"
PACKAGES_check="$PACKAGES_run chromium libnss3-tools poppler-utils postgresql"

find_python() {
    for candidate in /usr/bin/python3.11 /usr/bin/python3 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Belisha needs Python 3.11 or newer: apt-get install python3.11" >&2
    exit 1
}

missing_packages() {
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || printf '%s ' "$package"
    done
}

# prepare_packages run|check: Debian packages, installed as root or with sudo; else the one line to run is printed.
prepare_packages() {
    eval "wanted=\$PACKAGES_$1"
    # shellcheck disable=SC2086
    missing=$(missing_packages $wanted)
    [ -n "$missing" ] || return 0
    install="apt-get install -y --no-install-recommends $missing"
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo"
    else
        echo "Some system packages are missing. Run this once, then start again:" >&2
        echo "    sudo sh -c 'apt-get update && $install'" >&2
        exit 1
    fi
    echo "Installing system packages: $missing"
    $as_root apt-get update -q >/dev/null
    # Debian starts what it installs: a proxy open to the network it is on, a database server, a scanner of its own;
    # here none is wanted so. clamav-freshclam goes on: it brings the scanner's signatures up to date
    had=""
    for package in squid-openssl postgresql clamav-daemon; do
        [ -n "$(missing_packages "$package")" ] || had="$had $package"
    done
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive $install >/dev/null
    for package in squid-openssl postgresql clamav-daemon; do
        case "$had" in *"$package"*) continue ;; esac
        if [ -z "$(missing_packages "$package")" ] && command -v systemctl >/dev/null 2>&1; then
            $as_root systemctl disable --now "${package%-openssl}" >/dev/null 2>&1 || true
        fi
    done
}

# prepare_environment run|check: .venv at the top of the checkout, from the locked requirements.
prepare_environment() {
    lock="requirements/$1.txt"
    stamp=".venv/.belisha-$1"
    wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)-$PWD
    [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
    python=$(find_python)
    echo "Preparing the Python environment"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    echo "$wanted" >"$stamp"
}

# prepare_code: what was changed is compiled here, for the gateway runs as a user who may not write in this folder.
prepare_code() {
    stamp=.venv/.belisha-compiled
    [ ! -e "$stamp" ] || [ -n "$(find src -name '*.py' -newer "$stamp" -print -quit)" ] || return 0
    # whoever may not write here either starts all the same, only slower
    .venv/bin/python -m compileall -qq src || true
    touch "$stamp" 2>/dev/null || true
}
