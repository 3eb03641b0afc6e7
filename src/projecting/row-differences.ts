/** Says how a table of a read model differs from the fold of the log: which row, which column, both values. */
import type { Client } from '../postgres/database.js';
import type { Projection } from './projection.js';

/** Rows of each side that are read to be compared, and differences reported. */
const rowsReadMax = 200;
const reportedMax = 3;

type Columns = Readonly<Record<string, unknown>>;

/** Returns rows of `$select` that `other` lacks, as objects by column. */
const onlyIn = async (client: Client, select: string, other: string, cards: readonly string[] | null) => {
  const { rows } = await client.query<{ value: Columns }>(
    `select value from (
       select card_id, row::text as text, to_jsonb(row) as value from (${select}) a where $1::text[] is null or card_id = any($1)
       except all
       select card_id, row::text, to_jsonb(row) from (${other}) b where $1::text[] is null or card_id = any($1)
     ) d order by card_id, text limit ${rowsReadMax}`,
    [cards],
  );
  return rows.map(({ value }) => value);
};

const keySql = `
  select a.attname as name
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
   where i.indrelid = to_regclass($1) and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)`;

/** Columns that identify a row where the table's own key is a surrogate that `rows` leaves out. */
const naturalKey = ['card_id', 'price_key', 'effective_at', 'recorded_after_s'];

/** Returns the names of the columns that identify a row of `table`, of those that its rows are compared by. */
const keyOf = async (client: Client, table: string, row: Columns): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(keySql, [table]);
  const primary = rows.map(({ name }) => name);
  const isWhole = primary.length > 0 && primary.every((name) => name in row);
  return isWhole ? primary : naturalKey.filter((name) => name in row);
};

const print = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
const keyText = (row: Columns, key: readonly string[]): string =>
  key.map((name) => `${name} ${print(row[name])}`).join(', ') || print(row);

const columnsText = (live: Columns, folded: Columns): string =>
  Object.keys(folded)
    .filter((name) => JSON.stringify(live[name]) !== JSON.stringify(folded[name]))
    .map((name) => `${name} is ${print(live[name])}, by the fold ${print(folded[name])}`)
    .join('; ');

/**
 * Returns a text for the first rows of `table` that differ between the schemas `live` and `folded`. Call it in a
 * transaction whose snapshot holds both at one position.
 */
export const rowDifferences = async (
  client: Client,
  projection: Projection,
  at: { table: string; live: string; folded: string; cards: readonly string[] | null },
): Promise<string> => {
  const { table, cards } = at;
  const live = projection.rows(at.live)[table] ?? '';
  const folded = projection.rows(at.folded)[table] ?? '';
  const onlyLive = await onlyIn(client, live, folded, cards);
  const onlyFolded = await onlyIn(client, folded, live, cards);
  const [some] = [...onlyFolded, ...onlyLive];
  if (some === undefined) return '';
  const key = await keyOf(client, `${at.live}.${table}`, some);
  const unpaired = new Map(onlyLive.map((row) => [keyText(row, key), row]));
  const changed: string[] = [];
  const missing: string[] = [];
  for (const row of onlyFolded) {
    const where = keyText(row, key);
    const other = unpaired.get(where);
    if (other === undefined) missing.push(`the row of ${where} is missing`);
    else changed.push(`at ${where}: ${columnsText(other, row)}`);
    unpaired.delete(where);
  }
  const additional = [...unpaired.keys()].map((where) => `the row of ${where} does not follow from the log`);
  const all = [...changed, ...missing, ...additional];
  const more = all.length > reportedMax ? [`and ${all.length - reportedMax} more`] : [];
  return [...all.slice(0, reportedMax), ...more].join('; ');
};
