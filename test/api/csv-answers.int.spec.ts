/**
 * Goal: `format=csv` says the same as the JSON answer, in the form that spreadsheets read. Method: each operation with a table is
 * asked both ways, and the rows are compared value by value; the formulas of docs/spreadsheets.md are asked.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { packageRoot } from '../../src/base/paths.js';
import { readOpenApi } from '../../src/api/openapi-document.js';
import { type ApiFixture, ids, openMarket, sets } from '../support/api-fixture.js';
import { markdownTables } from '../support/markdown.js';

type Row = Record<string, unknown>;

/** The value that a column is named by; `undefined` if no path of the row has this name. */
const valueAt = (row: unknown, column: string): unknown => {
  if (row === null || typeof row !== 'object') return undefined;
  for (const [name, value] of Object.entries(row)) {
    if (name === column) return value;
    if (!column.startsWith(`${name}_`)) continue;
    const found = valueAt(value, column.slice(name.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
};

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[=+\-@]/.test(value) ? `'${value}` : value;
};

describe('answers as CSV', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openMarket();
  });
  after(() => fixture.close());

  const operations = Object.entries(readOpenApi().paths).flatMap(([path, { get }]) => {
    const rows = get?.['x-csv-rows'];
    return rows === undefined ? [] : [{ path, rows }];
  });
  /** What some operations have to be asked for so that they have rows. */
  const queries: Readonly<Record<string, string>> = {
    '/prices/trending': 'period=30d&min_observations=1',
    '/prices/highs': 'period=all&min_observations=1',
    '/prices/lows': 'period=all&min_observations=1',
    '/prices/changes': 'after=2025-09-29&until=2025-09-30',
  };
  const place = (path: string): string =>
    `/v1${path.replace('{card_id}', ids.corrected).replace('{set_id}', sets.crown)}?${queries[path] ?? ''}`;

  const table = async (path: string): Promise<{ header: string[]; rows: Record<string, string>[] }> => {
    const { status, headers, body } = await fixture.get(path);
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8; header=present');
    const [header = [], ...rest]: string[][] = parse(body as string);
    return { header, rows: rest.map((cells) => Object.fromEntries(header.map((name, at) => [name, cells[at] ?? '']))) };
  };

  for (const { path, rows: lists } of operations) {
    it(`says what the JSON says: ${path}`, async () => {
      const answer = await fixture.body(place(path));
      const expected = lists.flatMap((list) => answer[list] as Row[]);
      // The market has one marketplace, and no new low: reads/suspects.int.spec.ts has a table of the one.
      if (path !== '/prices/lows' && path !== '/coverage/suspects')
        expect(expected, 'rows to compare').not.to.have.length(0);
      const { header, rows } = await table(`${place(path)}&format=csv`);
      expect(new Set(header).size, 'columns of one name').to.equal(header.length);
      expect(rows.map((row) => Object.values(row))).to.deep.equal(
        expected.map((row) => header.map((column) => cellOf(valueAt(row, column)))),
      );
      // The market has no new low; its columns are compared with those of highs.
      if (path === '/prices/lows')
        expect(header).to.deep.equal((await table(`${place('/prices/highs')}&format=csv`)).header);
      for (const name of Object.keys(expected[0] ?? {}))
        expect(
          header.some((column) => column === name || column.startsWith(`${name}_`)) || name === 'external_ids',
          name,
        ).to.equal(true);
    });
  }

  it('has the same columns without rows', async () => {
    const some = await table('/v1/cards/search?format=csv');
    const none = await table('/v1/cards/search?q=nothing+is+called+so&format=csv');
    expect(none).to.deep.equal({ header: some.header, rows: [] });
  });

  it('says where the next page is', async () => {
    const { headers } = await fixture.get('/v1/cards/search?limit=2&format=csv');
    const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    expect((await table(`/v1/${next ?? ''}`.replace('/v1//v1', '/v1'))).rows).to.have.length(2);
  });

  it('refuses other formats, and a table of what is none', async () => {
    const wrong = await fixture.get('/v1/sets?format=xml');
    expect(wrong.status).to.equal(400);
    expect(wrong.body.details).to.deep.equal({ format: 'expected one of json, csv, got "xml"' });
    const twice = await fixture.get('/v1/sets?format=csv&format=csv');
    expect(twice.status).to.equal(400);
    expect((await fixture.get(`/v1/cards/${ids.lugia}?format=csv`)).body.code).to.equal('UNKNOWN_PARAMETER');
    expect((await fixture.get('/v1/cards/pokemon-1/prices?format=csv')).body.code).to.equal('CARD_NOT_FOUND');
    expect((await fixture.get('/v1/sets?format=json')).body).to.have.property('sets');
  });

  it('is the answer to the formulas of docs/spreadsheets.md', async () => {
    const [formulas = []] = markdownTables(readFileSync(join(packageRoot, 'docs/spreadsheets.md'), 'utf8'));
    expect(formulas).not.to.have.length(0);
    for (const [what = '', formula = ''] of formulas) {
      const path = /^`=IMPORTDATA\("https:\/\/ledger\.example(\S+)"\)`$/.exec(formula)?.[1] ?? '';
      const { rows } = await table(path.replace('pokemon-517045', ids.lugia));
      expect(rows, what).not.to.have.length(0);
    }
  });
});
