/** Filling an empty table without its indexes: to build one takes less than to add to it row by row. */
import type { Client } from '../postgres/database.js';

/** Constraints first: an index of one goes and comes with it. */
const definitionsSql = `
  select conname::text as name, pg_get_constraintdef(oid) as definition, true as is_constraint
    from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u')
  union all
  select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), false
    from pg_index i where i.indrelid = $1::regclass
     and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  order by is_constraint desc, name`;

/**
 * Runs `work`, which fills the empty `table`, and creates its indexes afterwards, with the names that they had. Rejected:
 * tables created without indexes, because DDL would stand in two places.
 */
export const withoutIndexes = async (client: Client, table: string, work: () => Promise<void>): Promise<void> => {
  const { rows } = await client.query<{ name: string; definition: string; is_constraint: boolean }>(definitionsSql, [
    table,
  ]);
  for (const { name, is_constraint: isConstraint } of rows)
    await client.query(isConstraint ? `alter table ${table} drop constraint ${name}` : `drop index ${name}`);
  await work();
  await client.query(`set local maintenance_work_mem = '128MB'`);
  for (const { name, definition, is_constraint: isConstraint } of rows)
    await client.query(isConstraint ? `alter table ${table} add constraint ${name} ${definition}` : definition);
};
