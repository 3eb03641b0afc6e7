#!/usr/bin/env bash
# Generated files are what the sources generate.
set -euo pipefail
before=$(sha256sum docs/openapi.json src/api/generated/routes.ts)
npm run --silent generate
after=$(sha256sum docs/openapi.json src/api/generated/routes.ts)
if [ "$before" != "$after" ]; then
  git --no-pager diff --stat -- docs/openapi.json src/api/generated/routes.ts
  echo "run npm run generate and commit the result"
  exit 1
fi
