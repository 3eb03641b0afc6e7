/** The port to the files of past days that somebody kept: as a payload store, since no file of them is asked for. */
import { createHash } from 'node:crypto';
import { ledgerError } from '../base/errors.js';
import { decodeUtf8 } from './http/decode-utf8.js';
import type { PayloadStore, StoredPayload } from './payload-store.js';
import type { Source } from './source.js';

/** A kept file. */
export interface KeptFile {
  /** As the source names it in its runs. */
  readonly path: string;
  /** Returns the bytes as they were kept, unpacked. Throws the errors of the file system. */
  read(): Promise<Buffer>;
}

/** The files of a day. */
export interface KeptDay {
  /** The UTC day, as the folder names it. */
  readonly day: string;
  /** The source's stamp of the day; RFC 3339. */
  readonly stamp: string;
  readonly files: readonly KeptFile[];
  /** Sets of which there are prices among the files. */
  readonly setIds: readonly string[];
}

/** A source that reads the files of one day. */
export interface KeptSource extends Source {
  /** Returns where a price row of the day stands, by its text in a quarantine; `undefined` if no file has it. */
  placeOf(rowText: string): { readonly file: string; readonly row: number } | undefined;
}

/** Opens the files of a day as a payload store. Throws the errors of the file system. */
export const openKeptFiles = async ({ files }: KeptDay): Promise<PayloadStore> => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const stored = new Map<string, StoredPayload>();
  for (const file of files) {
    const hash = createHash('sha256').update(await file.read());
    stored.set(file.path, { path: file.path, sha256: hash.digest('hex'), lastModified: null });
  }
  return {
    store: ({ path }) => Promise.reject(ledgerError('INTERNAL', `${path}: a kept file is not received`)),
    files: () => Promise.resolve(new Map(stored)),
    async read(path) {
      const file = byPath.get(path);
      if (file === undefined) throw ledgerError('INTERNAL', `${path} is not kept`);
      return decodeUtf8(await file.read());
    },
    delete: () => Promise.resolve(),
  };
};
