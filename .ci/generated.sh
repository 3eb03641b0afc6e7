#!/usr/bin/env bash
# Generated files are what the sources generate.
set -euo pipefail
hashes() { sha256sum docs/openapi.json docs/asyncapi.yaml docs/schemas/* src/api/generated/routes.ts src/web/generated/*; }
before=$(hashes)
npm run --silent generate
after=$(hashes)
if [ "$before" != "$after" ]; then
  git --no-pager diff --stat -- docs src/api/generated src/web/generated
  echo "run npm run generate and commit the result"
  exit 1
fi
