/** Builds the dashboard: src/web to dist/web, which the API serves (src/api/dashboard). */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The running ledger that the development server asks. */
const ledgerUrl = process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8080';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: here('./public'),
  // The one build for all browsers that know CSS `light-dark()`.
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The policy of the pages allows no inline data but pictures.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // `npx vite --config src/web/vite.config.ts`, beside a running ledger.
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/v1', '/docs', '/health', '/charts', '/pictures', '/openapi.json'].map((path) => [path, ledgerUrl]),
    ),
  },
  logLevel: 'warn',
});
