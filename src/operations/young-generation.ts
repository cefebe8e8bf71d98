import v8 from 'node:v8';

/**
 * Loading the application makes garbage once. V8 would answer it with a young generation three times 16 MB, and keep
 * that for ever; so until the server listens it stays as small as it began. Under load it grows as ever.
 * Import it before anything else.
 */
v8.setFlagsFromString('--semi-space-growth-factor=1');

/** From here on the young generation grows with the traffic (2 is V8's own default). */
export function growUnderLoad(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}
