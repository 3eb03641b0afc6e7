/** What moved between recorded days, computed from the files alone. */
import type { RecordedRow } from '../../src/embedded/sandbox/recorded-market.js';
import { dayMs } from '../../src/domain/instant.js';

const cents = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 100));
const cardOf = ({ category, product }: RecordedRow): string => `${category === 3 ? 'pokemon' : 'onepiece'}-${product}`;

/** A market price of each day, oldest first: `undefined` where the file has no row, `null` where the row has none. */
interface Prices {
  readonly card: string;
  readonly printing: string;
  readonly days: (number | null | undefined)[];
}

/** The days up to the one on which a window ends. */
export interface RecordedDays {
  readonly days: readonly string[];
  readonly rows: (day: string) => readonly RecordedRow[];
}

const pricesOf = ({ days, rows }: RecordedDays): Prices[] => {
  const all = new Map<string, Prices>();
  days.forEach((day, at) => {
    for (const row of rows(day)) {
      const key = `${cardOf(row)}|${row.printing}`;
      const prices = all.get(key) ?? {
        card: cardOf(row),
        printing: row.printing,
        days: Array<undefined>(days.length).fill(undefined),
      };
      all.set(key, prices);
      prices.days[at] = cents(row.market);
    }
  });
  return [...all.values()];
};

/** Which prices take part, for a window that starts at the day with this place. */
interface Part extends Prices {
  readonly from: number;
  readonly to: number;
}

const partsOf = (
  recorded: RecordedDays,
  start: number,
  { floor, minObservations }: { floor: number; minObservations: number },
): { readonly parts: Part[]; readonly excluded: Record<string, number> } => {
  const excluded: Record<string, number> = {};
  const endMs = Date.parse(recorded.days.at(-1) as string);
  const isRecent = recorded.days.map((day) => Date.parse(day) > endMs - 30 * dayMs);
  const parts = pricesOf(recorded).flatMap((prices): Part[] => {
    const { days } = prices;
    const [from, to] = [days[start], days.at(-1)];
    const priced = days.flatMap((market, at) => (market == null ? [] : [{ market, isRecent: isRecent[at] === true }]));
    const before = priced.findLast((each) => !each.isRecent);
    const shown = [...(before === undefined ? [] : [before]), ...priced.filter((each) => each.isRecent)];
    const observations = shown.filter(({ market }, at) => market !== shown[at - 1]?.market).length;
    const reason =
      to === undefined
        ? 'withdrawn'
        : to === null
          ? 'no_end_price'
          : from == null
            ? 'no_start_price'
            : from < floor
              ? 'below_floor'
              : observations < minObservations
                ? 'thin'
                : null;
    if (reason === null) return [{ ...prices, from: from as number, to: to as number }];
    excluded[reason] = (excluded[reason] ?? 0) + 1;
    return [];
  });
  return { parts, excluded };
};

const slugOf = (printing: string): string => printing.toLowerCase().replaceAll(' ', '-');

/** Returns the lines of the first rows, greatest score first, equal ones by card and printing. */
const ranked = (rows: readonly { part: Part; score: number; old: number }[], limit: number): string[] => {
  const tie = ({ part }: { part: Part }): string => `${part.card} ${slugOf(part.printing)}`;
  return rows
    .toSorted((a, b) => b.score - a.score || (tie(a) < tie(b) ? -1 : 1))
    .slice(0, limit)
    .map(({ part, old }) => `${part.card} ${part.printing} ${old} ${part.to}`);
};

interface Asked {
  readonly floor: number;
  readonly minObservations: number;
  readonly limit: number;
  readonly direction: 1 | -1;
}

/** Returns the prices that moved most since the day with this place: `card printing from to`, in cents. */
export const expectedMovers = (recorded: RecordedDays, start: number, asked: Asked) => {
  const { parts, excluded } = partsOf(recorded, start, asked);
  const moved = parts.filter(({ from, to }) => Math.sign(to - from) === asked.direction);
  return {
    rows: ranked(
      moved.map((part) => ({ part, score: Math.abs(part.to - part.from) / part.from, old: part.from })),
      asked.limit,
    ),
    excluded,
  };
};

/** Returns the prices at a new high (1) or low (-1) since that day: `card printing old new`, in cents. */
export const expectedExtremes = (recorded: RecordedDays, start: number, asked: Asked) => {
  const { parts, excluded } = partsOf(recorded, start, asked);
  const found = parts.flatMap((part) => {
    const shown = part.days.slice(start).filter((market): market is number => market != null);
    const left = shown.findLastIndex((market) => market !== part.to);
    const before = shown.slice(0, left + 1);
    if (before.length === 0 || before.some((market) => asked.direction * (part.to - market) <= 0)) return [];
    const old = asked.direction === 1 ? Math.max(...before) : Math.min(...before);
    return [{ part, score: Math.abs(part.to - old) / old, old }];
  });
  return { rows: ranked(found, asked.limit), excluded };
};

const numbersOf = (row: RecordedRow | undefined): string =>
  row === undefined ? 'none' : [row.low, row.mid, row.high, row.market, row.directLow].map(cents).join(' ');

/** Returns the prices whose row is another on the second day than on the first: `card printing market -> market`, sorted. */
export const expectedDayChanges = ({ rows }: RecordedDays, first: string, second: string): string[] => {
  const byKey = (day: string) => new Map(rows(day).map((row) => [`${cardOf(row)} ${row.printing}`, row]));
  const [before, now] = [byKey(first), byKey(second)];
  const market = (row: RecordedRow | undefined) => (row === undefined ? 'none' : cents(row.market));
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((key) => numbersOf(before.get(key)) !== numbersOf(now.get(key)))
    .map((key) => `${key} ${market(before.get(key))} -> ${market(now.get(key))}`)
    .sort();
};
