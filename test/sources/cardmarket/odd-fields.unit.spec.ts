/** Goal: whatever becomes of one field of a file, the other rows are read as before, and the odd one is named. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { FileContent, PriceRow } from '../../../src/collecting/source.js';
import { isLedgerError } from '../../../src/base/errors.js';
import { readGuide } from '../../../src/sources/cardmarket/guide.js';
import { readProducts } from '../../../src/sources/cardmarket/products.js';
import { checkProperty } from '../../support/check-property.js';
import { contextOf, gameOf, guideRow, guideText } from './known.js';

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    '1.10',
    '1,10',
    'free',
    true,
    false,
    [],
    {},
    [1],
    { eur: 1 },
    -1,
    1.005,
    1e21,
    1e-9,
    null,
    0,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.jsonValue(),
);

/** What happens to a field of one row. */
interface Change {
  readonly at: number;
  readonly field: string;
  readonly to: { readonly value: unknown } | null;
}
const changed = (rows: readonly Record<string, unknown>[], { at, field, to }: Change): unknown[] =>
  rows.map((row, place) => {
    if (place !== at) return row;
    const { [field]: _before, ...rest } = row;
    return to === null ? rest : { ...rest, [field]: to.value };
  });
const changeOf = (rows: number, fields: readonly string[]): fc.Arbitrary<Change> =>
  fc.record({
    at: fc.nat({ max: rows - 1 }),
    field: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fields) }, { weight: 1, arbitrary: fc.string() }),
    to: fc.option(fc.record({ value: oddValue }), { nil: null }),
  });

const rowsOf = ({ prices = [] }: FileContent): PriceRow[] => prices.flatMap((list) => [...list.readRows()]);
const without = (rows: readonly PriceRow[], cardId: string): unknown[] =>
  rows.filter((row) => row.outcome !== 'unidentified' && row.cardId !== cardId);

describe('a field of a file of Cardmarket that is missing, added or of another type', () => {
  it('costs a guide no other row, and is named', async () => {
    const rows = [guideRow(1), guideRow(2), guideRow(3)];
    const cards = ['pokemon-101', 'pokemon-102', 'pokemon-111'];
    const read = (given: readonly unknown[]) => readGuide(contextOf('pokemon'), '/g', guideText(given));
    const before = rowsOf(read(rows));
    const property = fc.asyncProperty(changeOf(3, Object.keys(guideRow(1))), async (change) => {
      const content = read(changed(rows, change));
      const after = rowsOf(content);
      const cardId = cards[change.at] ?? '';
      // A row that names another product than before is that product's.
      if (change.field !== 'idProduct') expect(without(after, cardId)).to.deep.equal(without(before, cardId));
      const places = (content.omissions ?? []).map(({ place }) => place);
      const faults = after.flatMap((row) => (row.outcome === 'fault' ? [row.detail] : []));
      for (const detail of faults) expect(detail.startsWith(`${change.field}: `), detail).to.equal(true);
      const isColumn = ['low', 'trend', 'low-holo', 'trend-holo'].includes(change.field);
      if (!isColumn) return;
      if (change.to === null) expect(places).to.include(`priceGuides.${change.at}.${change.field}`);
      const { value } = change.to ?? { value: null };
      const isNumber = value === null || (typeof value === 'number' && Number.isFinite(value));
      expect(faults.length, JSON.stringify(value)).to.equal(isNumber ? 0 : 1);
    });
    await checkProperty(property, 600);
  });

  it('costs a list of products no other product, and is named', async () => {
    const row = (idProduct: number) => ({
      idProduct,
      name: `Card ${idProduct} (OP01-001)`,
      idCategory: 1,
      categoryName: 'One Piece Single',
      idExpansion: 5,
      idMetacard: 6,
      dateAdded: '2022-12-02 00:00:00',
    });
    // No odd value is one of these ids.
    const rows = [row(700_001), row(700_002), row(700_003)];
    const read = (products: readonly unknown[]) =>
      readProducts(
        gameOf('onepiece'),
        '/p',
        JSON.stringify({ version: 1, createdAt: '2026-09-07T02:48:24+0200', products }),
      );
    const property = fc.asyncProperty(changeOf(3, Object.keys(row(1))), async (change) => {
      const { products, omissions = [] } = read(changed(rows, change));
      const others = rows.filter((_, at) => at !== change.at).map(({ name }) => name);
      expect(products.map(({ name }) => name)).to.include.members(others);
      const isKept = products.length === 3;
      expect(omissions.filter(({ kind }) => kind === 'row')).to.have.length(isKept ? 0 : 1);
      for (const { place } of omissions) expect(place).to.equal(`products.${change.at}.${change.field}`);
    });
    await checkProperty(property, 600);
  });

  it('of the file itself is read, or refused with its name', async () => {
    const head = { version: 1, createdAt: '2026-09-07T02:48:24+0200', priceGuides: [guideRow(1)] };
    const property = fc.asyncProperty(changeOf(1, Object.keys(head)), async (change) => {
      const text = JSON.stringify(changed([head], change)[0]);
      try {
        expect(rowsOf(readGuide(contextOf('pokemon'), '/g', text))).to.be.an('array');
      } catch (error) {
        if (!isLedgerError(error)) throw error;
        expect(error.code).to.equal('SOURCE_PAYLOAD_INVALID');
        expect(error.message).to.include(`/g: ${change.field}`);
      }
    });
    await checkProperty(property, 400);
  });
});
