/**
 * The payload store: a received file is stored before it is used, in the statement that marks its request as received.
 * After a crash the next run continues from here, and the source is not asked a second time.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { instantOf } from '../domain/instant.js';
import { ledgerError } from '../base/errors.js';
import type { Database } from '../postgres/database.js';
import type { Runtime } from '../base/runtime.js';
import { decodeUtf8 } from './http/decode-utf8.js';
import type { Source } from './source.js';

/** A stored file without its body, which stays in the database until it is read. */
export interface StoredPayload {
  readonly path: string;
  /** SHA-256 of the body as received, in hex. */
  readonly sha256: string;
  /** The source's Last-Modified; `null` if it sends none. */
  readonly lastModified: string | null;
}

export interface PayloadStore {
  /** Stores a received body and marks its request as received. */
  store(file: {
    requestId: number;
    path: string;
    stamp: string;
    body: Buffer;
    lastModified: string | null;
  }): Promise<StoredPayload>;
  /** Returns the files of a stamp, by path. */
  files(stamp: string): Promise<Map<string, StoredPayload>>;
  /** Returns the body of a stored file as text. Throws INTERNAL if it is not stored. */
  read(path: string, stamp: string): Promise<string>;
  /** Deletes the files of all stamps before `stamp`; with `inclusive`, those of the stamp too. */
  delete(stamp: string, options: { inclusive: boolean }): Promise<void>;
}

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
const decompress = promisify<Buffer, Buffer>(gunzip);

const storeSql = `
  with asked as (
    update collecting.requests
    set finished_at = $5, status = 200, bytes = $9, received = true
    where request_id = $1
  )
  insert into collecting.payloads (source, path, stamp, received_at, last_modified, sha256, body)
  values ($2, $3, $4, $5, $6, $7, $8)
  on conflict (source, path, stamp) do update
    set received_at = excluded.received_at, last_modified = excluded.last_modified,
        sha256 = excluded.sha256, body = excluded.body`;

/** Opens the payload store of a source. */
export const openPayloadStore = (deps: { database: Database; runtime: Runtime; source: Source }): PayloadStore => {
  const { database, runtime } = deps;
  const source = deps.source.name;
  return {
    async store({ requestId, path, stamp, body, lastModified }) {
      const sha256 = createHash('sha256').update(body).digest('hex');
      // Fastest level: the file lives for minutes, and a better level costs more than the transfer that it saves.
      const packed = await compress(body, { level: constants.Z_BEST_SPEED });
      const now = instantOf(runtime.now());
      await database.query(storeSql, [requestId, source, path, stamp, now, lastModified, sha256, packed, body.length]);
      return { path, sha256, lastModified };
    },
    async files(stamp) {
      const rows = await database.query<{ path: string; sha256: string; last_modified: string | null }>(
        `select path, sha256, last_modified from collecting.payloads where source = $1 and stamp = $2`,
        [source, stamp],
      );
      return new Map(
        rows.map((row) => [row.path, { path: row.path, sha256: row.sha256, lastModified: row.last_modified }]),
      );
    },
    async read(path, stamp) {
      const [row] = await database.query<{ body: Buffer }>(
        `select body from collecting.payloads where source = $1 and path = $2 and stamp = $3`,
        [source, path, stamp],
      );
      if (row === undefined) throw ledgerError('INTERNAL', `${source}: ${path} of ${stamp} is not stored`);
      return decodeUtf8(await decompress(row.body));
    },
    async delete(stamp, { inclusive }) {
      const bound = inclusive ? 'stamp <= $2' : 'stamp < $2';
      await database.query(`delete from collecting.payloads where source = $1 and ${bound}`, [source, stamp]);
    },
  };
};
