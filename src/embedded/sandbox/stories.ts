/**
 * Cards of the demo whose prices follow a script: what a user of the ledger meets, on days that are known beforehand. They
 * are a set of their own, and no name of it occurs elsewhere in the market. A script has a market price for each of 35
 * evenings; `null`: the card is not offered. It is told once, and the last price stays.
 */

/** Weeks of evenings that the stories take: 30 days of change, and some before them. */
export const storyWeeks = 5;

export interface Story {
  readonly productId: number;
  readonly name: string;
  /** As printed, "001/006"; `null` for a sealed product. */
  readonly number: string | null;
  readonly rarity: string | null;
  /** Dollars of each evening, by printing. The card is listed from its first price on. */
  readonly prices: Readonly<Record<string, readonly (number | null)[]>>;
  /** What the marketplace shows instead, by evening: one market price a publication, in turn. The offers stay. */
  readonly wrong?: Readonly<Record<number, readonly number[]>>;
}

export const storySet = { groupId: 970_001, name: 'Harbour Tales', abbreviation: 'HT' } as const;

// prettier-ignore
export const stories = {
  climbs: {
    productId: 97_000_001, name: 'Galehorn Regent', number: '001/006', rarity: 'Illustration Rare',
    prices: { Holofoil: [
      12.1, 12.45, 12.9, 13.05, 13.4, 13.95, 14.6,
      15.1, 15.75, 16.2, 17.05, 17.9, 18.6, 19.75,
      20.4, 21.55, 22.3, 23.8, 24.95, 25.6, 27.2,
      28.75, 29.9, 31.4, 33.1, 34.85, 36.2, 38.4,
      40.15, 42.6, 44.9, 47.3, 50.1, 53.25, 56.4,
    ] },
  },
  crashes: {
    productId: 97_000_002, name: 'Ashwing Prime', number: '002/006', rarity: 'Ultra Rare',
    prices: { Holofoil: [
      61.2, 60.85, 61.4, 62.1, 61.75, 62.3, 63.05,
      62.8, 63.4, 63.1, 63.95, 64.2, 63.7, 64.55,
      64.1, 64.8, 65.25, 64.9, 65.6, 66.1, 65.85,
      41.3, 29.75, 24.1, 21.6, 19.9, 18.85, 18.2,
      17.75, 17.4, 17.15, 16.9, 16.7, 16.55, 16.4,
    ] },
  },
  /** Listed on the day on which the card before crashes. */
  reprint: {
    productId: 97_000_003, name: 'Ashwing Prime (Reprint)', number: '002/006', rarity: 'Promo',
    prices: { Holofoil: [
      null, null, null, null, null, null, null,
      null, null, null, null, null, null, null,
      null, null, null, null, null, null, null,
      14.2, 13.1, 12.3, 11.8, 11.4, 11.05, 10.8,
      10.6, 10.45, 10.3, 10.2, 10.1, 10.05, 9.95,
    ] },
  },
  returns: {
    productId: 97_000_004, name: 'Tidecrest', number: '003/006', rarity: 'Holo Rare',
    prices: { Holofoil: [
      8.4, 8.55, 8.35, 8.6, 8.75, 8.7, 8.8,
      8.95, 8.9, 9.05, 9.1, 9.2, null, null,
      null, null, null, null, 11.6, 11.45, 11.5,
      11.65, 11.55, 11.7, 11.6, 11.8, 11.75, 11.9,
      11.85, 12, 11.95, 12.05, 12.1, 12, 12.15,
    ] },
  },
  /**
   * Placeholders that differ from one publication to the next, and from evening to evening: the gate would admit a price that
   * it is shown three times in a row.
   */
  held: {
    productId: 97_000_005, name: 'Fenmaw', number: '004/006', rarity: 'Rare',
    prices: { Holofoil: [
      6.1, 6.15, 6.05, 6.1, 6.2, 6.15, 6.2,
      6.25, 6.2, 6.15, 6.25, 6.3, 6.25, 6.2,
      6.3, 6.35, 6.3, 6.25, 6.3, 6.35, 6.4,
      6.35, 6.3, 6.35, 6.4, 6.45, 6.4, 6.35,
      6.4, 6.45, 6.4, 6.35, 6.45, 6.4, 6.4,
    ] },
    wrong: { 34: [1290, 4999, 9999] },
  },
  corrected: {
    productId: 97_000_006, name: 'Briarkit', number: '005/006', rarity: 'Ultra Rare',
    prices: { Holofoil: [
      17.2, 17.35, 17.3, 17.5, 17.6, 17.55, 17.7,
      17.8, 17.75, 17.9, 18.05, 18, 18.1, 18.2,
      18.15, 18.25, 18.3, 18.4, 18.35, 18.5, 18.45,
      18.6, 18.55, 18.7, 18.75, 18.8, 18.9, 18.95,
      19, 18.9, 19.05, 19.1, 19, 19.15, 19.2,
    ] },
    wrong: { 26: [189] },
  },
  printings: {
    productId: 97_000_007, name: 'Duskpaw', number: '006/006', rarity: 'Rare',
    prices: {
      'Reverse Holofoil': [
        1.2, 1.25, 1.22, 1.28, 1.3, 1.27, 1.32,
        1.35, 1.33, 1.38, 1.4, 1.37, 1.42, 1.45,
        1.43, 1.48, 1.5, 1.47, 1.52, 1.55, 1.53,
        1.58, 1.6, 1.57, 1.62, 1.65, 1.63, 1.68,
        1.7, 1.67, 1.72, 1.75, 1.73, 1.78, 1.8,
      ],
      Normal: [
        0.48, 0.47, 0.48, 0.46, 0.47, 0.45, 0.46,
        0.44, 0.45, 0.44, 0.43, 0.44, 0.42, 0.43,
        0.42, 0.41, 0.42, 0.4, 0.41, 0.4, 0.39,
        0.4, 0.38, 0.39, 0.38, 0.37, 0.38, 0.36,
        0.37, 0.36, 0.35, 0.36, 0.34, 0.35, 0.34,
      ],
      Holofoil: [
        4.2, 4.25, 4.15, 4.3, 4.35, 4.2, 4.25,
        4.4, 4.3, 4.35, 4.45, 4.4, 4.3, 4.5,
        4.45, 4.4, 4.55, 4.5, 4.4, 4.6, 4.5,
        4.55, 4.65, 4.6, 4.5, 4.7, 4.6, 4.65,
        4.75, 4.7, 4.6, 4.8, 4.7, 4.75, 4.85,
      ],
    },
  },
  sealed: {
    productId: 97_000_008, name: 'Harbour Tales Booster Box', number: null, rarity: null,
    prices: { Normal: [
      118, 118.5, 117.9, 119.2, 119.8, 119.4, 120.1,
      120.6, 120.2, 121.3, 121.9, 121.5, 122.4, 122.9,
      122.3, 123.4, 124, 123.6, 124.7, 125.2, 124.8,
      125.9, 126.4, 126, 127.1, 127.6, 127.2, 128.3,
      128.8, 128.4, 129.5, 130, 129.6, 130.7, 131.2,
    ] },
  },
} as const satisfies Readonly<Record<string, Story>>;

/** The evening whose price an operator puts right, and how. */
export const misprint = {
  evening: 26,
  market: 18.9,
  reason: 'the source lost the decimal point: 189.00 for 18.90',
} as const;

/** Returns the card id of a story. */
export const storyCard = ({ productId }: Story): string => `pokemon-${productId}`;
