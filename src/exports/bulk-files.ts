/**
 * The daily files for download: every table in every format, all of one moment, in a folder of their own. Readers see a folder
 * when all of its files are whole.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { instantOf } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import { inSnapshot } from '../postgres/snapshot.js';
import { currentVersions } from '../projecting/read-model-versions.js';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { exportModels, type ExportName, exportNames, exportTable } from './tables.js';
import type { TableWriter } from './table.js';
import { createTableWriter, type TableFormat, tableFormats } from './write-table.js';

/** Name of the file that lists the others. */
const manifestName = 'manifest.json';

/** Texts are compressed as whole files; Parquet compresses its columns itself. */
const suffixes: Readonly<Record<TableFormat, string>> = { ndjson: 'ndjson.gz', csv: 'csv.gz', parquet: 'parquet' };

const fileSchema = z.object({
  name: z.string().regex(/^[\w.-]+$/),
  table: z.enum(exportNames),
  format: z.enum(tableFormats),
  rows: z.int(),
  bytes: z.int(),
  /** Of the file as it is sent, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.object({
  built_at: z.string(),
  position: z.string(),
  /** Stamp of the newest snapshot. */
  as_of: z.string(),
  files: z.array(fileSchema),
});

/** One file of an edition. */
export type BulkFile = z.infer<typeof fileSchema>;
/** The files that were built together: all of them reflect `position`. */
export type BulkEdition = z.infer<typeof manifestSchema>;

/** A file that is being written: what goes in is counted and hashed as it comes out. */
interface OpenFile {
  readonly sink: Writable;
  /** Resolves when the file is on the disk. */
  finish(): Promise<Pick<BulkFile, 'bytes' | 'sha256'>>;
}

const openFile = (path: string, isCompressed: boolean): OpenFile => {
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const sink = isCompressed ? createGzip() : new PassThrough();
  const written = pipeline(sink, count, createWriteStream(path, { flush: true }));
  // It is awaited at the end; until then a failure shows as the sink's.
  written.catch(() => undefined);
  return {
    sink,
    async finish() {
      sink.end();
      await written;
      return { bytes, sha256: hash.digest('hex') };
    },
  };
};

/** Writes one table in every format, reading it once. */
const writeFormats = async (
  folder: string,
  name: ExportName,
  table: ReturnType<typeof exportTable>,
  options: { position: string; signal: AbortSignal },
): Promise<BulkFile[]> => {
  const { position, signal } = options;
  const files = tableFormats.map((format) => {
    const file = `${name}.${suffixes[format]}`;
    return { format, file, open: openFile(join(folder, file), format !== 'parquet') };
  });
  try {
    const writers: TableWriter[] = [];
    for (const { format, open } of files) {
      const broken = new AbortController();
      open.sink.once('error', (error) => broken.abort(error));
      const stop = AbortSignal.any([signal, broken.signal]);
      const remarks = { ledger_position: position };
      writers.push(await createTableWriter(format, table.columns, open.sink, { signal: stop, remarks }));
    }
    let rows = 0;
    for await (const batch of table.batches) {
      for (const writer of writers) await writer.write(batch);
      rows += batch.length;
    }
    for (const writer of writers) await writer.end();
    return await Promise.all(
      files.map(async ({ format, file, open }) => ({
        name: file,
        table: name,
        format,
        rows,
        ...(await open.finish()),
      })),
    );
  } catch (error) {
    for (const { open } of files) open.sink.destroy();
    throw error;
  }
};

/** Makes a rename durable. Not every platform can open a folder. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** Returns the folders of editions, the newest first. Their names are stamps, with characters that any file system takes. */
const editionFolders = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder).catch(() => []);
  return entries
    .filter((name) => /^\d{8}T\d{9}Z$/.test(name))
    .sort()
    .reverse();
};

const readManifest = async (folder: string): Promise<BulkEdition | null> => {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch {
    return null;
  }
};

/** Returns the newest edition in `folder`; `null` if none was built there. */
export const newestEdition = async (folder: string): Promise<(BulkEdition & { readonly folder: string }) | null> => {
  for (const name of await editionFolders(folder)) {
    const edition = await readManifest(join(folder, name));
    if (edition !== null) return { ...edition, folder: join(folder, name) };
  }
  return null;
};

/** Removes all but the newest editions, and what builds left that did not finish. */
const removeOld = async (folder: string): Promise<void> => {
  const old = (await editionFolders(folder)).slice(limits.exportEditionsKept);
  const parts = (await readdir(folder)).filter((name) => name.endsWith('.part'));
  for (const name of [...old, ...parts]) await rm(join(folder, name), { recursive: true, force: true });
};

/**
 * Builds an edition in `folder` and removes the oldest ones. Returns it; `null` if the ledger has no snapshot yet. One process
 * at a time builds in a folder.
 */
export const buildEdition = async (options: {
  database: Database;
  folder: string;
  runtime: Pick<Runtime, 'now'>;
  signal: AbortSignal;
}): Promise<BulkEdition | null> => {
  const { database, folder, runtime, signal } = options;
  await mkdir(folder, { recursive: true });
  const builtAt = runtime.now();
  const name = builtAt.toISOString().replace(/[-:.]/g, '');
  const part = join(folder, `${name}.part`);
  await removeOld(folder);
  await mkdir(part);
  try {
    const edition = await inSnapshot(database, async (reader) => {
      const asOf = await newestSnapshot(reader, {});
      if (asOf === null) return null;
      const { position } = await currentVersions(reader, [...new Set(exportNames.flatMap((one) => exportModels[one]))]);
      const files: BulkFile[] = [];
      for (const one of exportNames) {
        const table = exportTable(reader, one, { asOf: null, knownAt: null });
        files.push(...(await writeFormats(part, one, table, { position, signal })));
      }
      return { built_at: instantOf(builtAt), position, as_of: asOf, files };
    });
    if (edition === null) return null;
    await writeFile(join(part, manifestName), JSON.stringify(edition), { flush: true });
    await syncFolder(part);
    await rename(part, join(folder, name));
    await syncFolder(folder);
    await removeOld(folder);
    return edition;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
};
