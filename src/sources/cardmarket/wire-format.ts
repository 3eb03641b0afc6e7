/**
 * The public files of Cardmarket, from public clients: a price guide and a list of products for each game. Each file states its
 * own version and time; rows are checked one by one, so that a bad one does not cost the file.
 */
import { z } from 'zod';
import { instantOfStamp } from '../../domain/instant.js';
import { storableText } from '../../domain/text.js';
import { ledgerError } from '../../base/errors.js';
import { cleanRow, readJson } from '../../collecting/read-json.js';

export const guidePath = (game: number): string => `/productCatalog/priceGuide/price_guide_${game}.json`;
export const productsPath = (game: number): string => `/productCatalog/productList/products_singles_${game}.json`;

/** `version` and `createdAt` stand in the first hundred bytes. */
export const headBytes = 512;
const versionRead = 1;

const invalid = (path: string, why: string): Error => ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${why}`);

const instantIn = (path: string, text: string): string => {
  const stamp = instantOfStamp(text);
  if (stamp === null) throw invalid(path, `createdAt: "${storableText(text.slice(0, 60))}" is not a time`);
  return stamp;
};

/** Throws SOURCE_PAYLOAD_INVALID for a version whose meaning is unknown: other columns could be other prices. */
const assertVersion = (path: string, version: unknown): void => {
  const shown = storableText(JSON.stringify(version ?? null)).slice(0, 60);
  if (version !== versionRead) throw invalid(path, `version: expected ${versionRead}, got ${shown}`);
};

/** Returns `createdAt` from the beginning of a file. Throws SOURCE_PAYLOAD_INVALID. */
export const createdAtOfHead = (path: string, head: string): string => {
  if (/^\s*</.test(head)) throw invalid(path, 'HTML instead of JSON');
  const version = /"version"\s*:\s*([^\s,}]+)/.exec(head)?.[1];
  if (version !== undefined && version !== String(versionRead)) {
    throw invalid(path, `version: expected ${versionRead}, got ${storableText(version.slice(0, 60))}`);
  }
  const created = /"createdAt"\s*:\s*"([^"]*)"/.exec(head)?.[1];
  if (created === undefined) throw invalid(path, `createdAt: expected in the first ${headBytes} bytes`);
  return instantIn(path, created);
};

export interface CardmarketFile {
  /** When Cardmarket wrote it. */
  readonly createdAt: string;
  readonly rows: readonly unknown[];
}

const envelope = z.object({ version: z.unknown().optional(), createdAt: z.string() });
const rowsIn = z.array(z.unknown());

/** Opens a file whose rows stand under `name`. Throws SOURCE_PAYLOAD_INVALID. */
export const openFile = (path: string, name: 'priceGuides' | 'products', text: string): CardmarketFile => {
  const json = readJson(path, text);
  const head = envelope.safeParse(json);
  if (!head.success) {
    const issue = head.error.issues[0];
    throw invalid(path, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
  }
  assertVersion(path, head.data.version);
  const rows = rowsIn.safeParse((json as Record<string, unknown>)[name]);
  if (!rows.success) throw invalid(path, `${name}: ${rows.error.issues[0]?.message ?? 'invalid'}`);
  return { createdAt: instantIn(path, head.data.createdAt), rows: rows.data.map(cleanRow) };
};

/** Ids are integers; they are kept as texts, as the catalog has external ids. */
export const productId = z.int().min(1).max(9_999_999_999);
