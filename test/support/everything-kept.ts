/** Everything that a ledger keeps, as one text: for tests that nothing of a secret is in it. */
import { gunzipSync } from 'node:zlib';
import type { Logger } from '../../src/base/logger.js';
import type { Database } from '../../src/postgres/database.js';

/** Returns every row of every table, the stored files and the events. Bytes are there in hex too. */
export const everythingKept = async (database: Database, events: readonly unknown[]): Promise<string> => {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')
       and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    parts.push(...rows.map(({ row }) => row));
  }
  const payloads = await database.query<{ body: Buffer }>(`select body from collecting.payloads`);
  parts.push(...payloads.map(({ body }) => gunzipSync(body).toString('utf8')));
  parts.push(JSON.stringify(events));
  return parts.join('\n');
};

/** Returns a secret in the forms in which it could stand somewhere. */
export const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('hex'),
];

/** Returns values with the errors in them, as one text. */
export const saidIn = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Error ? [Object.entries(each), each.message, each.stack, each.cause] : each,
  );

/** Creates a logger that adds what it is told to `said`, without the redaction of the real one, which is a second net. */
export const loggerInto = (said: unknown[]): Logger =>
  Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, (...line: unknown[]) => void said.push(line)]),
  ) as unknown as Logger;
