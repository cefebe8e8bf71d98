#!/usr/bin/env node
// Runs jest in this process, which must have been started with --experimental-vm-modules: the code is ESM.
import { run } from 'jest';

await run(process.argv.slice(2));
