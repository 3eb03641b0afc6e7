/** Goal: a replay file is self-contained: complete events in NDJSON, flat rows in major units in CSV and Parquet, all with provenance. */
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { provenanceId } from '../../src/domain/event-facts.js';
import { csvLines } from '../../src/base/csv.js';
import { replayColumns, replayLines, replayRows } from '../../src/cli/replay-format.js';
import type { Provenance } from '../../projections/coverage/provenance.js';
import { createRecorder, goodData, observation, proof, stamp } from '../support/events.js';

const known: Provenance = {
  snapshot: proof,
  source_url: 'https://example.test/3/3170/prices',
  upstream_stamp: '2025-09-21T20:00:00Z',
  payload_sha256: 'cd'.repeat(32),
  parser_version: 1,
};
const provenance = new Map([[proof, known]]);
const columns = replayColumns.map(({ name }) => name);
const csv = (events: readonly RecordedEvent[], behind: ReadonlyMap<string, Provenance> = provenance): string =>
  csvLines(replayRows(events, behind));

/** Returns the cells of one CSV line; only `data`, the last one, may contain commas and quotes. */
const cells = (event: RecordedEvent, behind: ReadonlyMap<string, Provenance> = provenance): Record<string, string> => {
  const line = csv([event], behind).trimEnd();
  const parts = line.split(',');
  const rest = parts.slice(columns.length - 1).join(',');
  const data = rest.replace(/^"|"$/g, '').replaceAll('""', '"');
  return Object.fromEntries(
    columns.map((name, at) => [name, at === columns.length - 1 ? data : (parts[at] as string)]),
  );
};

describe('replay files', () => {
  const { record } = createRecorder();
  const priced = record(
    'PriceObserved',
    observation({ grade: { grader: 'PSA', grade: '10', qualifier: null }, condition: 'NM', language: 'en' }),
  );

  it('contain one complete event a line in NDJSON, with its provenance', () => {
    const listed = record('SetListed');
    const lines = replayLines([priced, listed], provenance).split('\n');
    expect(lines.map((line) => (line === '' ? '' : JSON.parse(line)))).to.deep.equal([
      { ...priced, provenance: known },
      listed,
      '',
    ]);
    expect(replayLines([], provenance)).to.equal('');
  });

  it('omit provenance that is not recorded yet', () => {
    expect(JSON.parse(replayLines([priced], new Map()))).to.deep.equal(priced);
    expect(cells(priced, new Map())).to.include({ source_url: '', upstream_stamp: '', payload_sha256: '' });
    expect(provenanceId(priced)).to.equal(proof);
    expect(provenanceId(record('SetListed'))).to.equal(undefined);
    expect(provenanceId({ ...priced, data: { provenance: 7 } })).to.equal(undefined);
  });

  it('have a header and prices in major units in CSV', () => {
    expect(columns).to.include.members([
      'position',
      'recorded_at',
      'effective_at',
      'low',
      'market',
      'source_url',
      'data',
    ]);
    const row = cells(priced);
    expect(row).to.include({
      position: priced.position,
      recorded_at: priced.recorded_at,
      effective_at: stamp,
      type: 'PriceObserved',
      stream: 'price-pokemon-517045',
      revision: '0',
      id: priced.id,
      card_id: 'pokemon-517045',
      set_id: '',
      source: 'sandbox-tcgcsv',
      kind: 'market',
      printing: 'Holofoil',
      condition: 'NM',
      grader: 'PSA',
      grade: '10',
      language: 'en',
      currency: 'USD',
      low: '0.1',
      mid: '',
      high: '999.99',
      market: '2.45',
      direct_low: '',
      source_url: known.source_url,
      upstream_stamp: known.upstream_stamp,
      payload_sha256: known.payload_sha256,
    });
    expect(JSON.parse(row['data'] as string)).to.deep.equal(priced.data);
  });

  it('print yen without decimals in CSV, and no amount without a currency', () => {
    expect(cells({ ...priced, data: { ...priced.data, currency: 'JPY', market: 1200 } })).to.include({
      market: '1200',
    });
    expect(cells({ ...priced, data: { ...priced.data, currency: 'XXX', market: 1200 } })).to.include({
      market: '',
      currency: 'XXX',
    });
    expect(cells({ ...priced, data: { market: 1200 } })).to.include({ market: '', currency: '' });
  });

  it('contain events of every type in CSV; a snapshot is its own provenance', () => {
    const snapshot = record('SnapshotTaken');
    expect(cells(snapshot)).to.include({
      upstream_stamp: stamp,
      payload_sha256: goodData.SnapshotTaken.payload_sha256,
    });
    for (const type of Object.keys(goodData) as (keyof typeof goodData)[]) {
      const row = cells(record(type));
      expect(row['type']).to.equal(type);
      expect(JSON.parse(row['data'] as string)).to.deep.equal(goodData[type]);
    }
  });

  it('contain the alert and the price of a firing in CSV, in major units', () => {
    const row = cells(record('AlertTriggered'));
    expect(row).to.include({
      type: 'AlertTriggered',
      alert_id: goodData.AlertTriggered.alert_id,
      price: '1.9',
      currency: 'USD',
      printing: 'Holofoil',
    });
  });

  it('contain what a release admits as any other price, and nothing of a row set aside', () => {
    const released = record('QuarantineReleased');
    expect(provenanceId(released)).to.equal(proof);
    expect(JSON.parse(replayLines([released], provenance))).to.deep.equal({ ...released, provenance: known });
    expect(cells(released)).to.include({
      market: '24.5',
      effective_at: stamp,
      card_id: 'pokemon-517045',
      printing: 'Holofoil',
      source_url: known.source_url,
    });
    expect(cells(record('ObservationQuarantined'))).to.include({ market: '', low: '' });
  });

  it('prefer the envelope to data of the same name in CSV', () => {
    const odd = {
      ...priced,
      data: { position: 'x', type: 'y', id: 'z', revision: 9, stream: 's', recorded_at: 'r', card_id: 'pokemon-1' },
    };
    const { position, type, id, stream, recorded_at } = priced;
    expect(cells(odd)).to.include({ position, type, id, stream, recorded_at, revision: '0', card_id: 'pokemon-1' });
  });

  it('quote cells that CSV requires quoted', () => {
    const event = { ...priced, data: { source: 'a "b", c\nd' } };
    expect(csv([event])).to.contain('"a ""b"", c\nd"');
  });

  it('make text of a name that begins like a formula in CSV, and keep the original in `data`', () => {
    const name = '=HYPERLINK("http://x","y")';
    const event = { ...priced, data: { ...priced.data, printing: { name, slug: 'x' } } };
    const [row] = parse<Record<string, string>>(csvLines([columns]) + csv([event]), {
      columns: true,
    });
    expect(row).to.include({ printing: `'${name}`, low: '0.1', revision: '0' });
    expect(JSON.parse(row?.['data'] ?? '')).to.deep.equal(event.data);
  });

  it('take what an event of a newer version states, whatever its type', () => {
    const odd = { ...priced, data: { ...priced.data, source: { name: 'x' }, effective_at: 'some day', low: '7' } };
    const [row = []] = replayRows([odd], provenance);
    const cell = (name: string) => row[columns.indexOf(name)];
    expect([cell('source'), cell('effective_at'), cell('low')]).to.deep.equal(['{"name":"x"}', null, null]);
  });
});
