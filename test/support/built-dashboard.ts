/** A built dashboard as small as one can be: what Vite writes to dist/web. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const shellHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>TCG Price Ledger</title>
<!--head-->
<script type="module" crossorigin src="/assets/index-Dq1aB2cD.js"></script>
</head>
<body><div id="app"></div>
<script type="application/json" id="ledger">
  {}
</script>
</body>
</html>
`;

/** Compresses well, so that tests see which encoding was sent. */
export const script = `export const prices = [];\n${'// a line of the bundle\n'.repeat(200)}`;

const files: Readonly<Record<string, string>> = {
  'index.html': shellHtml,
  'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/index-Dq1aB2cD.js': script,
  'assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/index-Zz9yX8wV.css': 'body { color: black }',
  'assets/inter-Aa1bB2cC.woff2': 'not really a font',
  'assets/.hidden-Aa1bB2cC.js': 'hidden',
  '.vite/manifest.json': '{}',
};

export interface BuiltDashboard {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Writes the files beside another file, `secret.txt`, that no path shall lead to. */
export const builtDashboard = async (): Promise<BuiltDashboard> => {
  const above = await mkdtemp(join(tmpdir(), 'ledger-dashboard-'));
  const folder = join(above, 'web');
  await mkdir(folder);
  await writeFile(join(above, 'secret.txt'), 'secret');
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return { folder, remove: () => rm(above, { recursive: true, force: true }) };
};
