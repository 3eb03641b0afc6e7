#!/usr/bin/env bash
# From a fresh clone in an empty folder: npm ci, the specs named below, and two demos at once, each answering a query.
# $1: what to clone. $2: where the report of the tests goes.
set -euo pipefail
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap cleanup EXIT
export npm_config_cache="$folder/npm-cache"
node --version
git clone -q "$1" "$folder/ledger"
cd "$folder/ledger"
npm ci --no-fund --no-audit >"$folder/install" 2>&1 || { cat "$folder/install"; exit 1; }
npm run --silent build:test
MOCHA_JSON="$2" npx mocha --parallel --jobs 2 'dist/test/**/*.{unit,contract,e2e}.spec.js' \
  'dist/test/{embedded,accounts,delivery}/**/*.int.spec.js' --ignore 'dist/test/engines/**' --ignore 'dist/test/web/*.e2e.spec.js'

for name in one two; do
  DATA_DIR="$folder/$name" node dist/src/cli/main.js demo --json >"$folder/$name.out" 2>"$folder/$name.err" &
  pids+=($!)
done
for name in one two; do
  for _ in $(seq 600); do
    [ -s "$folder/$name.out" ] && break
    sleep 0.1
  done
  url=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8").split("\n")[0]).url' "$folder/$name.out") ||
    { cat "$folder/$name.err"; exit 1; }
  node -e '
    fetch(process.argv[1] + "/v1/cards/search?limit=3").then(async (answer) => {
      const body = await answer.json();
      if (!answer.ok || body.pagination.total < 20000) throw new Error(JSON.stringify(body).slice(0, 500));
      console.log(process.argv[1], answer.headers.get("ledger-position"), body.pagination.total, "cards");
    })' "$url"
done
