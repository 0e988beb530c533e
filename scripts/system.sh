#!/usr/bin/env bash
# What the tests need outside Python: Chromium and PostgreSQL. Installed with apt where that is
# allowed (Debian, Ubuntu); elsewhere one sentence says what to install.
set -eu

have_postgres() { command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
have_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }

wanted=()
have_chromium || wanted+=(chromium)
have_postgres || wanted+=(postgresql)
[ ${#wanted[@]} -eq 0 ] && exit 0

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
