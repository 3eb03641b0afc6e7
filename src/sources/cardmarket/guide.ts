/** A price guide: one file of all products of a game, read as the prices of the sets whose cards they are. */
import type { CatalogScope } from '../../domain/cards/facts.js';
import type { KnownState } from '../../collecting/known-state.js';
import type { FileContent, PriceList, PriceRow, RowOmission } from '../../collecting/source.js';
import { ledgerError } from '../../base/errors.js';
import type { CardmarketGame } from './games.js';
import { columnsOf, type GuideRow, readPrinting } from './price-rows.js';
import { openFile, productId } from './wire-format.js';

const rowsName = 'priceGuides';

/** What a guide is read against. */
export interface GuideContext {
  readonly game: CardmarketGame;
  readonly known: Pick<KnownState, 'cards' | 'sets' | 'prices'>;
  /** Card ids by the id of Cardmarket's product. */
  readonly cardOf: ReadonlyMap<string, string>;
  /** Set ids; `null` if all sets are wanted. */
  readonly selection: readonly string[] | null;
}

/** What of the columns a guide lacks. */
interface ColumnCheck {
  /** Columns that stand in any row. */
  readonly present: ReadonlySet<string>;
  readonly omissions: readonly RowOmission[];
}

/** Looks for the columns. Throws SOURCE_PAYLOAD_INVALID if no row has one of those that every guide has. */
const checkColumns = (path: string, { printings }: CardmarketGame, rows: readonly (GuideRow | null)[]): ColumnCheck => {
  const present = new Set<string>();
  const omissions: RowOmission[] = [];
  const readable = rows.some((row) => row !== null);
  for (const guidePrinting of printings) {
    for (const column of columnsOf(guidePrinting)) {
      let [missing, first] = [0, -1];
      for (const [at, row] of rows.entries()) {
        if (row === null) continue;
        if (Object.hasOwn(row, column)) present.add(column);
        else if ((missing += 1) === 1) first = at;
      }
      if (missing === 0) continue;
      // Renamed, it would read as if every price were gone.
      if (readable && !present.has(column) && guidePrinting.suffix === '') {
        throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${rowsName}: no row has ${column}`);
      }
      const detail = `missing in ${missing} of ${rows.length} rows, of which this is the first`;
      omissions.push({ kind: 'field', setId: null, place: `${rowsName}.${first}.${column}`, detail });
    }
  }
  return { present, omissions };
};

const isObject = (row: unknown): row is GuideRow => typeof row === 'object' && row !== null && !Array.isArray(row);

interface SetRows {
  readonly cardIds: Set<string>;
  readonly prices: PriceRow[];
  rows: number;
}

/** Returns the sets that a guide tells of: those with a card that is mapped, or that a price stands of. */
const setsOf = ({ game, known, cardOf, selection }: GuideContext): Map<string, SetRows> => {
  const priced = [...known.prices].flatMap(([cardId, { prices }]) => (prices.size > 0 ? [cardId] : []));
  const sets = new Map<string, SetRows>();
  for (const cardId of [...cardOf.values(), ...priced]) {
    const setId = known.cards.get(cardId)?.setId ?? known.prices.get(cardId)?.setId;
    if (setId === undefined || setId === null || known.sets.get(setId)?.game !== game.game) continue;
    if (selection !== null && !selection.includes(setId)) continue;
    if (!sets.has(setId)) sets.set(setId, { cardIds: new Set(), prices: [], rows: 0 });
  }
  return sets;
};

/** The games and languages whose prices a guide holds: Cardmarket's products of a game are those of all languages. */
const scopesOf = ({ game, known }: GuideContext): CatalogScope[] => {
  const languages = new Set([...known.sets.values()].flatMap((set) => (set.game === game.game ? [set.language] : [])));
  return [...languages].map((language) => ({ game: game.game, language }));
};

/** Reads a price guide. A product without a card is counted; its row is not looked at further. */
export const readGuide = (context: GuideContext, path: string, text: string): FileContent => {
  const { game, known, cardOf } = context;
  const { createdAt, rows: all } = openFile(path, rowsName, text);
  const rows = all.map((row) => (isObject(row) ? row : null));
  const columns = checkColumns(path, game, rows);
  const omissions = [...columns.omissions];
  const sets = setsOf(context);
  const isStated = new Map(
    game.printings.map((each) => [each, columnsOf(each).every((name) => columns.present.has(name))]),
  );
  let [unmatched, nameless] = [0, 0];
  for (const [at, row] of rows.entries()) {
    const id = productId.safeParse(row?.['idProduct']);
    if (row === null || !id.success) {
      nameless += 1;
      const place = `${rowsName}.${at}${row === null ? '' : '.idProduct'}`;
      const detail = row === null ? 'expected an object' : (id.error?.issues[0]?.message ?? 'expected an id');
      omissions.push({ kind: 'row', setId: null, place, detail });
      continue;
    }
    const cardId = cardOf.get(String(id.data));
    const setId = cardId === undefined ? undefined : known.cards.get(cardId)?.setId;
    if (cardId === undefined || setId === undefined || known.sets.get(setId)?.game !== game.game) {
      unmatched += 1;
      continue;
    }
    const set = sets.get(setId);
    if (set === undefined) continue;
    set.rows += 1;
    for (const each of game.printings) {
      const price = readPrinting(cardId, row, each, isStated.get(each) === true);
      if (price === null) continue;
      set.cardIds.add(cardId);
      set.prices.push(price);
    }
  }
  // A row that names no product may be that of any card: then nothing is proven to be missing.
  const whole = nameless === 0;
  const prices = [...sets].map(([setId, set]): PriceList => ({
    setId,
    cardIds: [...set.cardIds],
    readable: true,
    whole,
    rows: set.rows,
    stamp: createdAt,
    readRows: () => set.prices,
  }));
  return { omissions, prices, unmatched, ...(whole ? { allPricesOf: scopesOf(context) } : {}) };
};
