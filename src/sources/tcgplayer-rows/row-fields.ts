/**
 * Fields of a catalog row, each read as far as it is good: one of another type costs the field and not the row. What is not
 * taken is noted with its place in the file.
 */
import type { RowOmission } from '../../collecting/source.js';
import { isInCalendar } from '../../domain/instant.js';

/** What becomes of a text that is too long: a name is cut; half of a number or an address would be a false one. */
type TooLong = 'cut' | 'drop';

export interface RowFields {
  /** Returns the field as a text; `null` if the row states none, or nothing that can be taken. */
  text(name: string, limit: { readonly max: number; readonly tooLong: TooLong }): string | null;
  /** Returns the field as a flag; `null` if the row states none. */
  flag(name: string): boolean | null;
  /** Returns the fields of an object in the row; `null` if there is none. */
  object(name: string): RowFields | null;
  /** Returns the objects of a list in the row. */
  list(name: string): RowFields[];
  /** Returns the field as the source wrote it. */
  raw(name: string): unknown;
  /** Notes that a field was not taken. */
  omit(name: string, detail: string): void;
}

/** Describes a value in a few words, for a person. */
export const describe = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value.length > 40 ? `a text of ${value.length} characters` : `"${value}"`;
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
};

/** Cuts a text without halving a character. */
const cutText = (text: string, max: number): string => text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');

type Note = (place: string, detail: string) => void;

const openFields = (fields: Readonly<Record<string, unknown>>, place: string, note: Note): RowFields => {
  const placeOf = (name: string): string => `${place}.${name}`;
  const raw = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const omit = (name: string, detail: string): void => note(placeOf(name), detail);
  const expected = (name: string, what: string): null => {
    omit(name, `expected ${what}, got ${describe(raw(name))}`);
    return null;
  };
  return {
    raw,
    omit,
    text(name, { max, tooLong }) {
      const value = raw(name);
      // Absent, null and empty mean the same: the source states nothing.
      if (value === undefined || value === null || value === '') return null;
      const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
      if (typeof text !== 'string') return expected(name, 'a text');
      if (text.length <= max) return text;
      expected(name, `a text of at most ${max} characters`);
      return tooLong === 'cut' ? cutText(text, max) : null;
    },
    flag(name) {
      const value = raw(name);
      if (typeof value === 'boolean') return value;
      return value === undefined || value === null ? null : expected(name, 'true or false');
    },
    object(name) {
      const value = raw(name);
      if (value === undefined || value === null) return null;
      if (typeof value !== 'object' || Array.isArray(value)) return expected(name, 'an object');
      return openFields(value as Record<string, unknown>, placeOf(name), note);
    },
    list(name) {
      const value = raw(name);
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) {
        expected(name, 'a list');
        return [];
      }
      return value.flatMap((item: unknown, at): RowFields[] => {
        const here = `${placeOf(name)}.${at}`;
        if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
          return [openFields(item as Record<string, unknown>, here, note)];
        }
        note(here, `expected an object, got ${describe(item)}`);
        return [];
      });
    },
  };
};

/** Opens a row; `null` if it is no object. Omissions of fields are added to `omissions`, which belong to the set `setId`. */
export const openRow = (
  row: unknown,
  place: string,
  { setId, omissions }: { setId: string | null; omissions: RowOmission[] },
): RowFields | null =>
  typeof row === 'object' && row !== null && !Array.isArray(row)
    ? openFields(row as Record<string, unknown>, place, (where, detail) =>
        omissions.push({ kind: 'field', setId, place: where, detail }),
      )
    : null;

/** Returns what a row that is not taken is noted as. */
export const omittedRow = (setId: string | null, place: string, detail: string): RowOmission => ({
  kind: 'row',
  setId,
  place,
  detail,
});

/** Returns the reason why a value is no id. */
export const notAnId = (name: string, value: unknown): string => `${name}: expected an id, got ${describe(value)}`;

/** A day as the format writes it: midnight without a zone, or the day alone. */
const midnight = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?)?$/;

/**
 * Returns the day that a text states; `null` if it states none. A text with another time, or with a zone, is the moment of
 * a crawl and no day: twelve old groups carry it. Some write 0000-00-00.
 */
export const dayOfText = (text: string): string | null => {
  const day = midnight.exec(text.trim())?.[1];
  return day !== undefined && isInCalendar(day) ? day : null;
};
