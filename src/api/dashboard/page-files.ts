/**
 * The files that a page needs beside those that the shell names: without a hint in the head, the browser would find the page's
 * script only once the shell's had run, and that one's imports after it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the build, as Vite's manifest has it. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** The scripts of pages by their routes, as src/web/app.tsx loads them. Start, search and unknown pages are in the shell's own. */
const pageScripts: Readonly<Record<string, readonly string[]>> = {
  '/cards/:card_id': ['pages/card/card.tsx', 'chart/price-chart.tsx'],
  '/sets': ['pages/sets/sets.tsx'],
  '/sets/:set_id': ['pages/sets/set.tsx'],
  '/movers': ['pages/rankings/movers.tsx'],
  '/highs': ['pages/rankings/extremes.tsx'],
  '/lows': ['pages/rankings/extremes.tsx'],
  '/status': ['pages/status/status.tsx'],
  '/sign-in': ['pages/sign-in.tsx'],
  '/account': ['pages/account/account.tsx'],
};

/** Returns the names of chunks and all that they import, each once. */
const withImports = (manifest: Manifest, names: readonly string[]): ReadonlySet<string> => {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name) || manifest[name] === undefined) return;
    found.add(name);
    manifest[name].imports?.forEach(add);
  };
  names.forEach(add);
  return found;
};

const tagsOf = (manifest: Manifest, scripts: readonly string[]): string => {
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry === true);
  const ofShell = withImports(manifest, entries);
  const chunks = [...withImports(manifest, scripts)]
    .filter((name) => !ofShell.has(name))
    .flatMap((name) => manifest[name] ?? []);
  const styles = new Set(chunks.flatMap(({ css = [] }) => css));
  return [
    ...chunks.map(({ file }) => `<link rel="modulepreload" crossorigin href="/${file}">`),
    ...[...styles].map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
  ].join('\n');
};

/** Reads the build's manifest, and returns the tags of a route's head. Without a manifest there are none: the page loads later. */
export const readPageFiles = (folder: string): ((route: string) => string) => {
  const path = join(folder, '.vite/manifest.json');
  if (!existsSync(path)) return () => '';
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const tags = new Map(Object.entries(pageScripts).map(([route, scripts]) => [route, tagsOf(manifest, scripts)]));
  return (route) => tags.get(route) ?? '';
};
