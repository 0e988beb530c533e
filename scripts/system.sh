#!/usr/bin/env bash
# What the tests need outside Python: Chromium, PostgreSQL, Java (HTML validator), npm. Installed with apt where that is
# allowed (Debian, Ubuntu); elsewhere one sentence says what to install.
set -eu

have_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }

wanted=()
have_chromium || wanted+=(chromium)
have_postgres || wanted+=(postgresql)
command -v java >/dev/null 2>&1 || wanted+=(default-jre-headless)
command -v npm >/dev/null 2>&1 || wanted+=(nodejs npm)

web="$(dirname "$0")/../tests/web"
web_checks() {
  # axe-core and the validator, pinned by the lock file.
  if ! [ "$web/node_modules/.package-lock.json" -nt "$web/package-lock.json" ]; then
    npm ci --prefix "$web" --ignore-scripts --no-audit --no-fund --silent
  fi
}
if [ ${#wanted[@]} -eq 0 ]; then web_checks; exit 0; fi

run=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && run=(sudo)
fi
if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || [ ${#run[@]} -gt 0 ]; }; then
  echo "Installing ${wanted[*]} with apt for the tests."
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
else
  echo "The tests need ${wanted[*]}: install them with your system's package manager and run 'make test' again." >&2
  exit 1
fi
web_checks
