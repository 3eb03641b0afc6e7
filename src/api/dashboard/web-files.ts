/**
 * The files of the built dashboard, in memory: some hundred kilobytes. A path is looked up among those that were there at the
 * start, so that none leads out of the folder.
 */
import { hash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { compress, type Compression } from '../send-answer.js';

export interface WebFile {
  readonly name: string;
  /** Of the uncompressed bytes; weak, since it stands for every encoding of them. */
  readonly etag: string;
  readonly bytes: Buffer;
  /** The name changes with the contents. */
  readonly isImmutable: boolean;
  /** Returns the bytes compressed; it is done once. */
  readonly compressed: (encoding: Compression) => Promise<Buffer>;
}

export interface WebFiles {
  /** index.html. */
  readonly shell: string;
  /** By the path of a URL, such as /assets/main-Bq3.js. */
  readonly files: ReadonlyMap<string, WebFile>;
}

/** As Vite names what it bundles: /assets/index-ZjdgfQ-s.js. Files that are copied keep their names. */
const hashedName = /^\/assets\/.*-[\w-]{8}\.\w+$/;

/** Better than the quality of answers, which is chosen for bodies that are compressed for one client. 11 takes ten times as long for 3 % less. */
const brotliQuality = 9;

const fileOf = (name: string, bytes: Buffer): WebFile => {
  const kept = new Map<Compression, Promise<Buffer>>();
  return {
    name,
    bytes,
    etag: `W/"${hash('sha256', bytes, 'base64url').slice(0, 22)}"`,
    isImmutable: hashedName.test(name),
    compressed(encoding) {
      const found = kept.get(encoding) ?? compress(encoding, bytes, brotliQuality);
      kept.set(encoding, found);
      return found;
    },
  };
};

/** Whether a name within the folder is served: not index.html, which is the shell, and nothing hidden. */
const isServed = (name: string): boolean =>
  name !== '/index.html' && !name.split('/').some((part) => part.startsWith('.'));

/** Reads the files of `folder`; `null` if the dashboard is not built. */
export const readWebFiles = (folder: string): WebFiles | null => {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  const nameOf = (entry: Dirent): string =>
    `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`;
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(nameOf)
    .filter(isServed);
  return {
    shell: readFileSync(index, 'utf8'),
    files: new Map(names.map((name) => [name, fileOf(name, readFileSync(join(folder, name)))])),
  };
};
