/**
 * Pictures kept on disk: a file for each, the least recently used ones deleted beyond a size. Where the folder cannot be written,
 * as in a container that is read-only, a few are kept in memory instead.
 */
import { hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../base/logger.js';
import { reasonOf } from '../../base/reason.js';
import type { Runtime } from '../../base/runtime.js';

export interface PictureStore {
  /** Returns the bytes that were kept under a URL. */
  readonly get: (url: string) => Promise<Buffer | undefined>;
  readonly put: (url: string, bytes: Buffer) => Promise<void>;
}

/** Bytes in memory where there is no folder: some thousand pictures of the size of lists. */
const memoryBytesMax = 32 * 1_048_576;

const memoryStore = (): PictureStore => {
  const kept = new LRUCache<string, Buffer>({ maxSize: memoryBytesMax, sizeCalculation: ({ length }) => length + 1 });
  return {
    get: (url) => Promise.resolve(kept.get(url)),
    put(url, bytes) {
      kept.set(url, bytes);
      return Promise.resolve();
    },
  };
};

const fileName = /^[0-9a-f]{64}$/;
const nameOf = (url: string): string => hash('sha256', url);

/** Returns name and size of the files, the least recently used first. Removes what a process left that died while it wrote. */
const keptFiles = async (folder: string): Promise<{ name: string; bytes: number }[]> => {
  const files: { name: string; bytes: number; usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found === null) continue;
    if (fileName.test(name)) files.push({ name, bytes: found.size, usedMs: found.mtimeMs });
    else if (name.endsWith('.part')) await rm(path, { force: true });
  }
  return files.sort((a, b) => a.usedMs - b.usedMs);
};

/** Opens the store of `folder`, which it makes. */
export const openPictureStore = async (options: {
  folder: string;
  /** Of all files together. */
  bytesMax: number;
  runtime: Pick<Runtime, 'now' | 'secret'>;
  logger: Logger;
}): Promise<PictureStore> => {
  const { folder, bytesMax, runtime, logger } = options;
  const sizes = new LRUCache<string, number>({
    maxSize: bytesMax,
    sizeCalculation: (bytes) => bytes + 1,
    dispose(_bytes, name, why) {
      if (why === 'evict') void rm(join(folder, name), { force: true }).catch(() => undefined);
    },
  });
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `${runtime.secret(8)}.part`);
    await writeFile(probe, '');
    await rm(probe);
    for (const { name, bytes } of await keptFiles(folder)) sizes.set(name, bytes);
  } catch (error) {
    logger.warn('pictures are kept in memory only', { folder, reason: reasonOf(error) });
    return memoryStore();
  }
  return {
    async get(url) {
      const name = nameOf(url);
      // Not only what this process kept: several may share the folder.
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      if (bytes === undefined) sizes.delete(name);
      else {
        sizes.set(name, bytes.length);
        const now = runtime.now();
        await utimes(join(folder, name), now, now).catch(() => undefined);
      }
      return bytes;
    },
    async put(url, bytes) {
      const name = nameOf(url);
      const part = join(folder, `${runtime.secret(8)}.part`);
      try {
        // Renamed when it is whole, so that no reader finds a part.
        await writeFile(part, bytes);
        await rename(part, join(folder, name));
        sizes.set(name, bytes.length);
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        logger.warn('a picture could not be kept', { folder, reason: reasonOf(error) });
      }
    },
  };
};
