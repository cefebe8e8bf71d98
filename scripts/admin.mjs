#!/usr/bin/env node
// npm run admin: builds what is missing or older than its sources, then runs a command of the operator.
import { bringBuild } from './bring-build.mjs';

bringBuild();
await import('../dist/admin.js');
