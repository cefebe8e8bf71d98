import v8 from 'node:v8';

/**
 * Import it before anything else: it keeps the memory of an idle server small.
 *
 * Loading the application allocates much garbage once. V8 would grow its young generation to three times 16 MB and keep
 * that; so the size is fixed until the server listens. Afterwards it grows as usual.
 *
 * Of the WebAssembly with which Prisma plans its queries, functions are compiled lazily and by the baseline compiler only:
 * plans are cached, so the optimizing compiler has no measurable effect.
 */
v8.setFlagsFromString('--semi-space-growth-factor=1');
v8.setFlagsFromString('--wasm-lazy-compilation');
v8.setFlagsFromString('--liftoff-only');

/** From here on the young generation grows with the traffic (2 is V8's own default). */
export function growUnderLoad(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}
