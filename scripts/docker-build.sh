#!/bin/sh
# The build steps of the Dockerfile. CI runs this same file in a clean folder, where there is no Docker.
set -eu

npm ci
npm run build
npm prune --omit=dev

# The image's folders are read-only to the account it runs as: what the embedded PostgreSQL needs is linked now.
node --input-type=module --eval "
  import { findBinaries } from './dist/persistence/embedded/binaries.js';
  findBinaries(undefined, '.');
"
