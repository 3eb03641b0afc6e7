/** Events as files: NDJSON whole, CSV flat. Provenance resolved, so that a file stands for itself. */
import { stringify } from 'csv-stringify/sync';
import type { RecordedEvent } from '../domain/envelope.js';
import { currencies, toMajorUnits } from '../domain/prices/money.js';
import { priceNumbers } from '../domain/prices/price-numbers.js';
import type { Provenance } from '../../projections/coverage/provenance.js';

export const replayFormats = ['ndjson', 'csv'] as const;
export type ReplayFormat = (typeof replayFormats)[number];

/** Id of the snapshot behind an event's data, if it names one. */
export const provenanceId = (event: RecordedEvent): string | undefined =>
  typeof event.data['provenance'] === 'string' ? event.data['provenance'] : undefined;

const csvColumns = [
  'position',
  'recorded_at',
  'effective_at',
  'type',
  'stream',
  'revision',
  'id',
  'card_id',
  'set_id',
  'source',
  'kind',
  'printing',
  'condition',
  'grader',
  'grade',
  'language',
  'currency',
  ...priceNumbers,
  'alert_id',
  'price',
  'source_url',
  'upstream_stamp',
  'payload_sha256',
  'data',
] as const;

const csvCells = (event: RecordedEvent, provenance: Provenance | undefined): unknown[] => {
  const data = event.data as Record<string, unknown> & {
    printing?: { name: string };
    grade?: { grader: string; grade: string } | null;
  };
  // Any event is to be written, also one that no code of today understands: its currency may be a new one, and what
  // the envelope says stands before what the data say.
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
  // Major units, as a person and a spreadsheet expect; the `data` column keeps the integers.
  for (const name of [...priceNumbers, 'price'] as const) {
    const minor = data[name];
    flat[name] = currency !== undefined && typeof minor === 'number' ? toMajorUnits(minor, currency) : undefined;
  }
  return csvColumns.map((name) => flat[name] ?? null);
};

/** The first line of a file. */
export const replayHeader = (format: ReplayFormat): string => (format === 'csv' ? stringify([[...csvColumns]]) : '');

/** Events as lines of the format. */
export const replayLines = (
  format: ReplayFormat,
  events: readonly RecordedEvent[],
  provenance: ReadonlyMap<string, Provenance>,
): string => {
  const behind = (event: RecordedEvent): Provenance | undefined => provenance.get(provenanceId(event) ?? '');
  if (format === 'csv') return stringify(events.map((event) => csvCells(event, behind(event))));
  return events
    .map((event) => {
      const resolved = behind(event);
      return `${JSON.stringify(resolved === undefined ? event : { ...event, provenance: resolved })}\n`;
    })
    .join('');
};
