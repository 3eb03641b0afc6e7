/**
 * CSV as spreadsheets take it: the one writer of every CSV that leaves the ledger. Numbers are numbers, a text that a
 * spreadsheet would run as a formula is made text (OWASP, CSV injection), and `null` is an empty cell.
 */
import { stringify } from 'csv-stringify/sync';

/** UTF-8's byte order mark, by which Excel recognises the encoding. At the very beginning of a file only. */
export const byteOrderMark = '\ufeff';

/** A formula's first character, the full-width forms included, which some programs take for the others. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * Puts an apostrophe before a text that begins like a formula, and before one that begins like a text so marked: taking one
 * apostrophe away from what begins with apostrophes and such a character gives the text back.
 *
 * Rejected: the option `escape_formulas` of csv-stringify, which knows no line feed, and leaves "'=1" as it is, so that it
 * cannot be told from a marked "=1".
 */
const asText = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** Returns rows as lines. Cells are texts, numbers, booleans, or `null`; negative numbers stay numbers. */
export const csvLines = (rows: readonly (readonly unknown[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { cast: { string: asText, boolean: String } },
  );
