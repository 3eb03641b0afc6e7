/** Reads the JSON of sources, as broken as files are in the wild, into rows that can be stored and compared. */
import type { z } from 'zod';
import { storableText } from '../domain/text.js';
import { ledgerError } from '../base/errors.js';

/** The deepest real rows have three levels: TCGplayer's product, extendedData, entry. */
const rowDepthMax = 12;
const byteOrderMark = /^\uFEFF+/;
const isGoodText = (text: string): boolean => !byteOrderMark.test(text) && storableText(text) === text;
const goodText = (text: string): string => storableText(text.replace(byteOrderMark, ''));

const isGood = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return isGoodText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isGood(item, depth - 1));
  return Object.entries(value).every(([name, each]) => isGoodText(name) && isGood(each, depth - 1));
};

const cleaned = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return goodText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [goodText(name), cleaned(each, depth - 1)]));
};

/**
 * Returns a row whose texts can be stored and compared: U+FFFD for NUL and halves of surrogate pairs, no byte order mark in
 * front. What is nested deeper than rowDepthMax becomes `null`: JSON.stringify would overflow the stack.
 */
export const cleanRow = (row: unknown): unknown => (isGood(row, rowDepthMax) ? row : cleaned(row, rowDepthMax));

/** Control characters that JSON does not allow in a text; line ends and tabs between values are allowed. */
const bareControls = /[\0-\x08\x0B\x0C\x0E-\x1F]/g;

/** Parses JSON. A byte order mark, or a control character that was written without its escape, does not cost the file. */
const parseJson = (text: string): unknown => {
  const body = text.replace(byteOrderMark, '');
  try {
    return JSON.parse(body);
  } catch (error) {
    const repaired = body.replace(bareControls, '\uFFFD');
    if (repaired === body) throw error;
    return JSON.parse(repaired);
  }
};

/** Returns the JSON of a body. Throws SOURCE_PAYLOAD_INVALID if it is none, such as an HTML page. */
export const readJson = (path: string, text: string): unknown => {
  try {
    return parseJson(text);
  } catch (error) {
    const what = /^\s*</.test(text) ? 'HTML instead of JSON' : 'not JSON';
    throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${what}`, { cause: error });
  }
};

/** Returns the JSON of a body by its schema. Throws SOURCE_PAYLOAD_INVALID naming the first field that is wrong. */
export const readJsonAs = <S extends z.ZodType>(path: string, text: string, schema: S): z.output<S> => {
  const parsed = schema.safeParse(readJson(path, text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const what = `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`;
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${what}`);
};
