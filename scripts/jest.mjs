#!/usr/bin/env node
// Runs jest in this process.
import { run } from 'jest';

await run(process.argv.slice(2));
