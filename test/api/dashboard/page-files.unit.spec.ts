/** Goal: a page's head names the files that its script needs, and none twice. Method: small manifests of builds in a folder. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { webFolder } from '../../../src/base/paths.js';
import { readPageFiles } from '../../../src/api/dashboard/page-files.js';

describe('the files of a page', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-page-files-'));
    await mkdir(join(folder, '.vite'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const filesOf = async (manifest: unknown): Promise<(route: string) => readonly string[]> => {
    await writeFile(join(folder, '.vite/manifest.json'), JSON.stringify(manifest));
    const tags = readPageFiles(folder);
    return (route) => tags(route).split('\n').filter(Boolean);
  };

  const shell = { file: 'assets/index.js', isEntry: true, imports: ['_preact'], css: ['assets/index.css'] };
  const module = (file: string): string => `<link rel="modulepreload" crossorigin href="/assets/${file}">`;
  const style = (file: string): string => `<link rel="stylesheet" crossorigin href="/assets/${file}">`;

  it('are its script, and what that imports beyond the shell, each once', async () => {
    const files = await filesOf({
      'index.html': shell,
      _preact: { file: 'assets/preact.js' },
      _filters: { file: 'assets/filters.js', imports: ['_preact'], css: ['assets/filters.css'] },
      _ranking: { file: 'assets/ranking.js', imports: ['_filters', 'index.html'], css: ['assets/filters.css'] },
      'pages/rankings/movers.tsx': {
        ...{ file: 'assets/movers.js', imports: ['index.html', '_filters', '_ranking', '_preact'] },
        ...{ css: ['assets/movers.css'], dynamicImports: ['pages/status/status.tsx'] },
      },
      'pages/status/status.tsx': { file: 'assets/status.js', imports: ['_preact'] },
    });
    expect(files('/movers')).to.deep.equal([
      ...[module('movers.js'), module('filters.js'), module('ranking.js')],
      ...[style('movers.css'), style('filters.css')],
    ]);
    expect(files('/status')).to.deep.equal([module('status.js')]);
    expect(files('/')).to.deep.equal([]);
  });

  it('end where scripts import each other, and are none without a manifest or an entry in it', async () => {
    const files = await filesOf({
      'index.html': shell,
      'pages/sign-in.tsx': { file: 'assets/sign-in.js', imports: ['_a'] },
      _a: { file: 'assets/a.js', imports: ['_b'] },
      _b: { file: 'assets/b.js', imports: ['_a', '_gone'] },
    });
    expect(files('/sign-in')).to.deep.equal([module('sign-in.js'), module('a.js'), module('b.js')]);
    expect(files('/cards/:card_id')).to.deep.equal([]);
    await rm(join(folder, '.vite/manifest.json'));
    expect(readPageFiles(folder)('/sign-in')).to.equal('');
  });
});

describe('the built dashboard', () => {
  const bytesMax = 120 * 1024;
  const routes = [
    '/',
    '/cards/:card_id',
    '/sets',
    '/sets/:set_id',
    '/movers',
    '/highs',
    '/lows',
    '/status',
    '/sign-in',
    '/account',
  ];

  it('loads at most 120 KB of script, gzipped, for any page', () => {
    const shell = readFileSync(join(webFolder, 'index.html'), 'utf8');
    const pageFiles = readPageFiles(webFolder);
    for (const route of routes) {
      const scripts = new Set(`${shell}${pageFiles(route)}`.match(/(?<=(?:href|src)="\/)assets\/[^"]+\.js/g));
      const bytes = [...scripts].reduce((sum, file) => sum + gzipSync(readFileSync(join(webFolder, file))).length, 0);
      expect(scripts.size, route).to.be.greaterThan(0);
      expect(bytes, `${route}: ${[...scripts].join(' ')}`).to.be.lessThan(bytesMax);
    }
  });
});
