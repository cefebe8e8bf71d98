import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.js';

export default defineConfig(({ command }) => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // files find each other from where they are; the page has the issuer's path put before them when it is served
  base: command === 'build' ? './' : '/console/',
  // src/operations/console-host puts a fresh nonce in its place in every answer
  html: { cspNonce: '__NONCE__' },
  plugins: [react(), precompress()],
  build: {
    outDir: fileURLToPath(new URL('../dist/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // the policy allows no data: URLs but for images
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '^/(v1|api|pages|oauth)': 'http://localhost:3000' } },
}));
