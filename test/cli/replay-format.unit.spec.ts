/** Goal: a replay file stands for itself: NDJSON holds events whole, CSV flat in major units, both with their proof. */
import { expect } from 'chai';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { provenanceId, replayFormats, replayHeader, replayLines } from '../../src/cli/replay-format.js';
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
const columns = replayHeader('csv').trim().split(',');

/** The cells of one CSV line; commas and quotes only ever stand in `data`, which is the last. */
const cells = (event: RecordedEvent, behind: ReadonlyMap<string, Provenance> = provenance): Record<string, string> => {
  const line = replayLines('csv', [event], behind).trimEnd();
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

  it('of NDJSON hold an event a line, whole, with the proof beside its data', () => {
    const listed = record('SetListed');
    const lines = replayLines('ndjson', [priced, listed], provenance).split('\n');
    expect(lines.map((line) => (line === '' ? '' : JSON.parse(line)))).to.deep.equal([
      { ...priced, provenance: known },
      listed,
      '',
    ]);
    expect(replayLines('ndjson', [], provenance)).to.equal('');
    expect(replayHeader('ndjson')).to.equal('');
  });

  it('leave the proof out where it is not known yet', () => {
    expect(JSON.parse(replayLines('ndjson', [priced], new Map()))).to.deep.equal(priced);
    expect(cells(priced, new Map())).to.include({ source_url: '', upstream_stamp: '', payload_sha256: '' });
    expect(provenanceId(priced)).to.equal(proof);
    expect(provenanceId(record('SetListed'))).to.equal(undefined);
    expect(provenanceId({ ...priced, data: { provenance: 7 } })).to.equal(undefined);
  });

  it('of CSV have a header, and a price in major units', () => {
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

  it('of CSV print yen without decimals, and what has no currency not as money', () => {
    expect(cells({ ...priced, data: { ...priced.data, currency: 'JPY', market: 1200 } })).to.include({
      market: '1200',
    });
    expect(cells({ ...priced, data: { ...priced.data, currency: 'XXX', market: 1200 } })).to.include({
      market: '',
      currency: 'XXX',
    });
    expect(cells({ ...priced, data: { market: 1200 } })).to.include({ market: '', currency: '' });
  });

  it('of CSV take a snapshot for its own proof, and events of every type', () => {
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

  it('of CSV say of a firing whose it is and at what price, in major units', () => {
    const row = cells(record('AlertTriggered'));
    expect(row).to.include({
      type: 'AlertTriggered',
      alert_id: goodData.AlertTriggered.alert_id,
      price: '1.9',
      currency: 'USD',
      printing: 'Holofoil',
    });
  });

  it('of CSV trust the envelope, not data of the same name', () => {
    const odd = {
      ...priced,
      data: { position: 'x', type: 'y', id: 'z', revision: 9, stream: 's', recorded_at: 'r', card_id: 'pokemon-1' },
    };
    const { position, type, id, stream, recorded_at } = priced;
    expect(cells(odd)).to.include({ position, type, id, stream, recorded_at, revision: '0', card_id: 'pokemon-1' });
  });

  it('quote what CSV must quote', () => {
    const event = { ...priced, data: { source: 'a "b", c\nd' } };
    expect(replayLines('csv', [event], provenance)).to.contain('"a ""b"", c\nd"');
  });

  it('come in the formats that are offered', () => {
    expect(replayFormats).to.deep.equal(['ndjson', 'csv']);
  });
});
