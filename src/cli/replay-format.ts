/** Formats events as NDJSON (complete) or CSV (flat), with resolved provenance, so that a file is self-contained. */
import { byteOrderMark, csvLines } from '../base/csv.js';
import type { RecordedEvent } from '../domain/envelope.js';
import { provenanceId, statedBy } from '../domain/event-facts.js';
import { currencies, toMajorUnits } from '../domain/prices/money.js';
import { priceNumbers } from '../domain/prices/price-numbers.js';
import type { Provenance } from '../../projections/coverage/provenance.js';

export const replayFormats = ['ndjson', 'csv'] as const;
export type ReplayFormat = (typeof replayFormats)[number];

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
  // Major units, as spreadsheets expect; the `data` column keeps the integers.
  for (const name of [...priceNumbers, 'price'] as const) {
    const minor = data[name];
    flat[name] = currency !== undefined && typeof minor === 'number' ? toMajorUnits(minor, currency) : undefined;
  }
  return csvColumns.map((name) => flat[name] ?? null);
};

/** Returns the first line of a file, after a byte order mark if `bom` is set; empty for NDJSON. */
export const replayHeader = (format: ReplayFormat, { bom = false }: { bom?: boolean } = {}): string =>
  format === 'csv' ? `${bom ? byteOrderMark : ''}${csvLines([csvColumns])}` : '';

/** Returns events as lines of the format. */
export const replayLines = (
  format: ReplayFormat,
  events: readonly RecordedEvent[],
  provenance: ReadonlyMap<string, Provenance>,
): string => {
  const provenanceOf = (event: RecordedEvent): Provenance | undefined => provenance.get(provenanceId(event) ?? '');
  if (format === 'csv') return csvLines(events.map((event) => csvCells(event, provenanceOf(event))));
  return events
    .map((event) => {
      const resolved = provenanceOf(event);
      return `${JSON.stringify(resolved === undefined ? event : { ...event, provenance: resolved })}\n`;
    })
    .join('');
};
