#!/bin/sh
# The build steps of the Dockerfile. CI runs this same file in a clean folder, where there is no Docker.
set -eu

npm ci
npm run build

# Without devDependencies in the manifest npm also removes the optional peers that only they brought (Prisma's command
# line and TypeScript among them). Every peer that production needs is a dependency of its own.
npm pkg delete devDependencies
npm prune --legacy-peer-deps

# query compilers of other databases; types, source maps and documentation
find node_modules/@prisma/client/runtime -name 'query_*' ! -name 'query_compiler_small_bg.postgresql.*' -delete
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -iname '*.md' \) -delete
find dist -type f -name '*.map' -delete

# The image's folders are read-only to the account it runs as: what the embedded PostgreSQL needs is linked now.
node --input-type=module --eval "
  import { findBinaries } from './dist/persistence/embedded/binaries.js';
  findBinaries(undefined, '.');
"
