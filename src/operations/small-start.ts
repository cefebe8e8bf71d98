import v8 from 'node:v8';

/**
 * Import it before anything else: it keeps the memory of an idle server small.
 *
 * Loading the application makes garbage once. V8 would answer it with a young generation three times 16 MB, and keep
 * that for ever; so until the server listens it stays as small as it began. Under load it grows as ever.
 *
 * Of the WebAssembly that Prisma plans its queries with, only what is called gets compiled, and only once: plans are
 * kept, so the optimizing compiler's second version would gain nothing that can be measured.
 */
v8.setFlagsFromString('--semi-space-growth-factor=1');
v8.setFlagsFromString('--wasm-lazy-compilation');
v8.setFlagsFromString('--liftoff-only');

/** From here on the young generation grows with the traffic (2 is V8's own default). */
export function growUnderLoad(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}
