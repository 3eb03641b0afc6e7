/** Formats events: NDJSON has them whole; CSV and Parquet flat, a row each. Provenance is resolved, so that a file is self-contained. */
import type { RecordedEvent } from '../domain/envelope.js';
import { provenanceId, statedBy } from '../domain/event-facts.js';
import { currencies, toMajorUnits } from '../domain/prices/money.js';
import { type PriceNumbers, priceNumbers } from '../domain/prices/price-numbers.js';
import type { Column, ColumnType, TableRow } from '../exports/table.js';
import type { Provenance } from '../../projections/coverage/provenance.js';

const types = {
  position: 'text',
  recorded_at: 'instant',
  effective_at: 'instant',
  type: 'text',
  stream: 'text',
  revision: 'integer',
  id: 'text',
  card_id: 'text',
  set_id: 'text',
  source: 'text',
  kind: 'text',
  printing: 'text',
  condition: 'text',
  grader: 'text',
  grade: 'text',
  language: 'text',
  currency: 'text',
  ...(Object.fromEntries(priceNumbers.map((name) => [name, 'number'])) as Record<keyof PriceNumbers, 'number'>),
  alert_id: 'text',
  price: 'number',
  source_url: 'text',
  // As the source states it.
  upstream_stamp: 'text',
  payload_sha256: 'text',
  data: 'text',
} as const satisfies Record<string, ColumnType>;

/** The columns of CSV and Parquet. Amounts are in major units. */
export const replayColumns: readonly Column[] = Object.entries(types).map(([name, type]) => ({ name, type }));

/** Returns a value as its column takes it: events of a newer version may state anything under its name. */
const cellOf = (type: ColumnType, value: unknown): TableRow[number] => {
  if (value === null || value === undefined) return null;
  if (type === 'integer' || type === 'number') return typeof value === 'number' ? value : null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return type === 'instant' && Number.isNaN(Date.parse(text)) ? null : text;
};

const rowOf = (event: RecordedEvent, provenance: Provenance | undefined): TableRow => {
  const data = statedBy(event) as Record<string, unknown> & {
    printing?: { name: string };
    grade?: { grader: string; grade: string } | null;
  };
  // Every event is written, also one of a newer version: its currency may be unknown here. Fields of the envelope take
  // precedence over fields of the data.
  const currency = currencies.find((each) => each === data['currency']);
  const flat: Record<string, unknown> = {
    ...data,
    ...event,
    printing: data.printing?.name,
    grader: data.grade?.grader,
    grade: data.grade?.grade,
    source_url: provenance?.source_url,
    upstream_stamp: provenance?.upstream_stamp ?? data['upstream_stamp'],
    payload_sha256: provenance?.payload_sha256 ?? data['payload_sha256'],
    data: JSON.stringify(event.data),
  };
  // Major units, as spreadsheets expect; the column `data` keeps the integers.
  for (const name of [...priceNumbers, 'price'] as const) {
    const minor = data[name];
    flat[name] = currency !== undefined && typeof minor === 'number' ? toMajorUnits(minor, currency) : undefined;
  }
  return replayColumns.map(({ name, type }) => cellOf(type, flat[name]));
};

/** Provenance by the id of its snapshot. */
type Resolved = ReadonlyMap<string, Provenance>;

const provenanceOf = (event: RecordedEvent, resolved: Resolved): Provenance | undefined =>
  resolved.get(provenanceId(event) ?? '');

/** Returns events as rows of `replayColumns`. */
export const replayRows = (events: readonly RecordedEvent[], resolved: Resolved): TableRow[] =>
  events.map((event) => rowOf(event, provenanceOf(event, resolved)));

/** Returns events as lines of NDJSON. */
export const replayLines = (events: readonly RecordedEvent[], resolved: Resolved): string =>
  events
    .map((event) => {
      const provenance = provenanceOf(event, resolved);
      return `${JSON.stringify(provenance === undefined ? event : { ...event, provenance })}\n`;
    })
    .join('');
