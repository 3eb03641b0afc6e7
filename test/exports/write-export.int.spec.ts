/**
 * Goal: a file says what the API says, in each format, and of one moment. Method: the market of the API tests, exported and read
 * back by other people's readers; every price and every point of a history is compared with the API's answers.
 */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { FactTimes } from '../../projections/price-history/fact-pages.js';
import { instantOf } from '../../src/domain/instant.js';
import { type ExportName, exportNames } from '../../src/exports/tables.js';
import { type TableFormat } from '../../src/exports/write-table.js';
import { type WrittenExport, writeExport } from '../../src/exports/write-export.js';
import { type ApiFixture, bulkCards, ids, newestStamp, openMarket } from '../support/api-fixture.js';

type Row = Record<string, unknown>;
const { signal } = new AbortController();
const ofNow: FactTimes = { asOf: null, knownAt: null };

describe('exports', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const bytesOf = async (
    name: ExportName,
    format: TableFormat,
    times: FactTimes = ofNow,
  ): Promise<WrittenExport & { bytes: Buffer }> => {
    const sink = new PassThrough();
    const reading = buffer(sink);
    const written = await writeExport(fixture.database, name, format, sink, { ...times, signal });
    sink.end();
    return { ...written, bytes: await reading };
  };
  const rowsOf = async (name: ExportName, times?: FactTimes): Promise<Row[]> =>
    (await bytesOf(name, 'ndjson', times)).bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);

  const plain = (value: unknown): unknown => {
    if (value instanceof Date) return instantOf(value);
    return typeof value === 'bigint' ? Number(value) : value;
  };
  for (const name of exportNames) {
    it(`have the same rows in every format: ${name}`, async () => {
      const { rows, position, bytes } = await bytesOf(name, 'ndjson');
      const objects = bytes
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Row);
      expect(objects).to.have.length(rows);
      expect(rows).to.be.greaterThan(10);
      expect(position).to.equal(await fixture.log.head());

      const parquet = (await bytesOf(name, 'parquet')).bytes;
      const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length) as ArrayBuffer;
      const days = objects.length > 0 ? ['day', 'release_date'] : [];
      const read = (await parquetReadObjects({ file })).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            days.includes(key) ? ((plain(value) as string | null)?.slice(0, 10) ?? null) : (plain(value) ?? null),
          ]),
        ),
      );
      expect(read).to.deep.equal(objects);
      expect(parquetMetadata(file).key_value_metadata).to.deep.include({ key: 'ledger_position', value: position });

      const csv: Row[] = parse((await bytesOf(name, 'csv')).bytes, { columns: true });
      const cell = (value: unknown): string => {
        if (value === null) return '';
        return typeof value === 'string' ? value : JSON.stringify(value);
      };
      expect(csv).to.deep.equal(
        objects.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cell(value)]))),
      );
    });
  }

  it('list every card, with its set', async () => {
    const cards = await rowsOf('cards');
    expect(cards.map(({ card_id }) => card_id)).to.include.members([...Object.values(ids), ...bulkCards]);
    const lugia = cards.find(({ card_id }) => card_id === ids.lugia);
    expect(lugia).to.deep.include({ name: 'Lugia VSTAR', number: '139/195', set_name: 'Silver Tempest' });
    expect(cards.find(({ card_id }) => card_id === ids.merged)?.['merged_into']).to.equal(ids.lugia);
    expect(cards.find(({ card_id }) => card_id === ids.withdrawn)?.['withdrawn']).to.equal(true);
  });

  /** A price without what only one side has. */
  const comparable = (price: Row): Row => ({
    printing: price['printing'],
    condition: price['condition'],
    source: price['source'],
    kind: price['kind'],
    currency: price['currency'],
    market_price: price['market_price'],
    low_price: price['low_price'],
    mid_price: price['mid_price'],
    high_price: price['high_price'],
    direct_low_price: price['direct_low_price'],
    withdrawn: price['withdrawn'],
    effective_at: price['effective_at'],
  });
  const byPrinting = (a: Row, b: Row): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

  const compare = async (times: FactTimes, query: string): Promise<void> => {
    const exported = await rowsOf('prices', times);
    expect(exported).not.to.have.length(0);
    for (const id of [...Object.values(ids), ...bulkCards]) {
      if (id === ids.merged) continue;
      const { market, asking } = await fixture.body(`/v1/cards/${id}/prices${query}`);
      const answered = [...market, ...asking].map(comparable).sort(byPrinting);
      const rows = exported.filter(({ card_id }) => card_id === id);
      expect(rows.map(comparable).sort(byPrinting), `${id} ${query}`).to.deep.equal(answered);
    }
  };

  it('have the newest price of every key', () => compare(ofNow, ''));

  it('have the prices of a day in the past', () =>
    compare({ asOf: '2025-09-06T23:59:59.999Z', knownAt: null }, '?valid_at=2025-09-06'));

  it('have what the ledger knew of them on another day', () =>
    compare(
      { asOf: '2025-09-20T23:59:59.999Z', knownAt: '2025-09-22T23:59:59.999Z' },
      '?valid_at=2025-09-20&known_at=2025-09-22',
    ));

  it('have every fact of a history, as of any time', async () => {
    for (const [times, query] of [
      [ofNow, ''],
      [{ asOf: '2025-09-20T23:59:59.999Z', knownAt: null }, '&valid_at=2025-09-20'],
      [{ asOf: newestStamp, knownAt: '2025-09-15T23:59:59.999Z' }, `&valid_at=${newestStamp}&known_at=2025-09-15`],
    ] as const) {
      const history = await rowsOf('history', times);
      for (const id of [ids.lugia, ids.corrected, ids.voided, ids.voidedStanding, ids.returning, ids.withdrawnKey]) {
        const url = `/v1/cards/${id}/prices/history?period=all&interval=raw${query}`;
        const { key, data_points: points } = await fixture.body(url);
        const facts = history.filter(
          (row) =>
            row['card_id'] === id &&
            ['printing', 'kind', 'source', 'condition'].every((name) => row[name] === key?.[name]),
        );
        const shown = (points as Row[]).filter(({ observed }) => observed !== 'held');
        const brief = ({ effective_at, market_price, low_price }: Row): unknown[] => [
          effective_at,
          market_price,
          low_price,
        ];
        expect(facts.map(brief), url).to.deep.equal(shown.map(brief));
        for (const { day, effective_at } of facts) expect(day).to.equal((effective_at as string).slice(0, 10));
      }
    }
  });

  it('are of one moment, whatever is recorded meanwhile', async () => {
    const sink = new PassThrough({ highWaterMark: 1 });
    const writing = writeExport(fixture.database, 'prices', 'ndjson', sink, { ...ofNow, signal });
    await fixture.observe({ card_id: ids.leader, effective_at: '2025-10-01T20:05:33Z', market: 12_345 });
    await fixture.fold();
    const reading = buffer(sink);
    const { position } = await writing;
    sink.end();
    const isThere = (await reading).toString().includes('123.45');
    expect(isThere).to.equal(position === (await fixture.log.head()));
  });

  it('end when they are told to', async () => {
    const sink = new PassThrough({ highWaterMark: 1 });
    const ending = new AbortController();
    const writing = writeExport(fixture.database, 'cards', 'csv', sink, { ...ofNow, signal: ending.signal });
    ending.abort(new Error('enough'));
    const error = await writing.then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error?.message).to.match(/enough|aborted/);
  });
});
