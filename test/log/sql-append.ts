/** ledger.append as plain SQL, for specs that hold its transaction open or call it past the adapter. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

const sqlAppend = `
  select * from ledger.append(now(), '{"correlation_id":"0f8e4c1a-5d0c-4d53-9a53-0b8f6d3c2a11","causation_id":null,"actor":"sql"}',
    null, array[$1], array[-2], array[1], array[cardinality($2::uuid[])], array['Tested'], array[1]::int2[], $2::uuid[],
    array_fill(1, array[cardinality($2::uuid[])]), array_fill(1::int2, array[cardinality($2::uuid[])]),
    array_fill(0::int2, array[cardinality($2::uuid[])]), array_fill('{"n":1}'::text, array[cardinality($2::uuid[])]), 10000)`;

/** Appends `count` events to `stream` in the client's transaction; returns their ids. */
export const appendBySql = async (client: pg.ClientBase, stream: string, count: number): Promise<string[]> => {
  const list = Array.from({ length: count }, () => randomUUID());
  await client.query(sqlAppend, [stream, list]);
  return list;
};
