#!/usr/bin/env node
// npm start: builds files that are missing or older than their sources, then becomes the server.
import { bringBuild } from './bring-build.mjs';

bringBuild();
await import('../dist/main.js');
