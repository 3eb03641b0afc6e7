/** Monthly partitions of the observations, created when the first price of a month arrives. */
import type { Client } from '../../src/postgres/database.js';

/** Returns the first day of the UTC month of an instant: 2025-09-01. */
export const monthOf = (instant: string): string => `${new Date(instant).toISOString().slice(0, 7)}-01`;

const nextMonth = (month: string): string => {
  const date = new Date(`${month}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
};

/**
 * Creates missing partitions; idempotent. Each is created beside the table and attached. Rejected: `create table …
 * partition of`, because it locks out the readers of the whole history. The check constraint avoids a scan and is
 * dropped afterwards.
 */
export const ensurePartitions = async (client: Client, schema: string, months: Iterable<string>): Promise<void> => {
  for (const month of months) {
    const name = `observations_${month.slice(0, 7).replace('-', '_')}`;
    const exists = await client.query(`select 1 from pg_class where oid = to_regclass($1)`, [`${schema}.${name}`]);
    if (exists.rowCount !== 0) continue;
    const bounds = [`timestamptz '${month} 00:00:00+00'`, `timestamptz '${nextMonth(month)} 00:00:00+00'`] as const;
    await client.query(`create table ${schema}.${name} (like ${schema}.observations including defaults)`);
    await client.query(
      `alter table ${schema}.${name} add constraint month check (effective_at >= ${bounds[0]} and effective_at < ${bounds[1]})`,
    );
    await client.query(
      `alter table ${schema}.observations attach partition ${schema}.${name} for values from (${bounds[0]}) to (${bounds[1]})`,
    );
    await client.query(`alter table ${schema}.${name} drop constraint month`);
  }
};
