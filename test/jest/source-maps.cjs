const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { fileURLToPath } = require('node:url');

/** Files of source maps by the address of a module, each made when a stack trace is printed. */
exports.SourceMaps = class SourceMaps extends Map {
  constructor({ cacheDirectory, transform: [[, file, options]] }) {
    super();
    this.folder = path.join(cacheDirectory, 'source-maps');
    this.transformer = require(file).createTransformer({ ...options, sourceMaps: true });
  }

  get(address) {
    if (!/^file:.*\.tsx?(\?|$)/.test(address)) return undefined;
    const file = fileURLToPath(new URL(address));
    const source = readFileSync(file, 'utf8');
    const mapFile = path.join(this.folder, createHash('sha1').update(file).update(source).digest('hex'));
    if (!existsSync(mapFile)) {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(mapFile, this.transformer.process(source, file, { supportsStaticESM: true }).map);
    }
    return mapFile;
  }
};
