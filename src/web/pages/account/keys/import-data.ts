/** Formulas for spreadsheets (docs/spreadsheets.md). */

/** Returns the formula of a cell that reads sets and their values by a sheet token. */
export const importData = (origin: string, token: string): string =>
  `=IMPORTDATA("${origin}/v1/sets?limit=100&format=csv&token=${token}")`;
