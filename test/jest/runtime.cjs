const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { jestExpect } = require('@jest/expect');
const { default: JestRuntime } = require('jest-runtime');
const { SourceMaps } = require('./source-maps.cjs');
require('reflect-metadata');

let sourceMaps;
let runs = 0;

/**
 * Loads spec files by Node's own module loader, as production loads the server: a module is loaded once in a worker, where
 * jest's loader loads two thousand of them again for every spec file (docs/adr/0052-specs-on-nodes-loader.md).
 */
module.exports = class NodeLoaderRuntime extends JestRuntime {
  constructor(config, ...others) {
    super(config, ...others);
    if (sourceMaps) return;
    sourceMaps = new SourceMaps(config);
    register('./typescript-hooks.mjs', pathToFileURL(__filename), { data: config.transform });
  }

  unstable_shouldLoadAsEsm(file) {
    return /\.tsx?$/.test(file);
  }

  /** A spec file: `runs` makes each run of it a module of its own. */
  async unstable_importModule(file) {
    globalThis[Symbol.for('jest globals')] = this.requireModuleOrMock(file, '@jest/globals');
    runs += 1;
    return import(`${pathToFileURL(file).href}?run=${String(runs)}`);
  }

  /** jest-circus runs in a context of its own; it shares `expect` with the specs, whose `String` and `Error` are Node's. */
  requireInternalModule(from, name) {
    return name === '@jest/expect' ? { jestExpect } : super.requireInternalModule(from, name);
  }

  getSourceMaps() {
    return sourceMaps;
  }
};
