/**
 * Statistics of a read model's tables, which the planner chooses by. Autovacuum gathers them a minute apart: a first collection
 * fills a table within seconds, and until then the planner takes tens of thousands of rows for one. The summary of games joined two
 * of them row by row and ran into its timeout, where it takes half a second otherwise.
 */
import type { Client } from '../postgres/database.js';

const tablesSql = `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1 order by tablename`;

/** Gathers the statistics of all tables of a schema. */
export const gatherStatistics = async (client: Client, schema: string): Promise<void> => {
  const { rows } = await client.query<{ name: string }>(tablesSql, [schema]);
  if (rows.length > 0) await client.query(`analyze ${rows.map(({ name }) => name).join(', ')}`);
};

/** Events after which statistics are gathered for the first time; then after twice as many each time. */
export const firstStatisticsEvents = 1_000;

/** Gathers statistics while tables grow: `client` is that of the transaction that folded the events. */
export type GrowthStatistics = (client: Client, events: number) => Promise<void>;

/** Creates the statistics of tables that grow from now on. */
export const createGrowthStatistics = (schema: string): GrowthStatistics => {
  let folded = 0;
  let due = firstStatisticsEvents;
  return async (client, events) => {
    folded += events;
    if (folded < due) return;
    while (due <= folded) due *= 2;
    await gatherStatistics(client, schema);
  };
};
