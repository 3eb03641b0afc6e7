/** Questions to an API with what the answer must show, one a line of NDJSON, and their check. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';

export interface SearchCase {
  /** Path and query. */
  readonly get: string;
  readonly why: string;
  /** One status or several; 200 if absent. */
  readonly status?: number | readonly number[];
  readonly total?: number;
  readonly total_at_least?: number;
  /** A card of the first page. */
  readonly first_page_has?: string;
  /** The cards or sets of the first page, in order, by name. */
  readonly names?: readonly string[];
  /** Patterns, in any case. */
  readonly first_name_match?: string;
  readonly first_is_number?: string;
  readonly first_page_numbers_match?: string;
  readonly all_names_match?: string;
  readonly all_numbers_match?: string;
  /** The abbreviation of the first card's set. */
  readonly set_abbreviation?: string;
  /** What was searched instead; `null`: what was typed. */
  readonly did_you_mean?: string | null;
  /** A pattern for each of the sets that an error names. */
  readonly error_names?: readonly string[];
}

interface Hit {
  readonly card_id?: string;
  readonly name: string;
  readonly number?: string | null;
  readonly set?: { readonly set_id: string };
}
export interface CaseAnswer {
  readonly status: number;
  readonly body: any;
}

/** Reads the cases of a file. */
export const readCases = (file: string): SearchCase[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as SearchCase);

const all = (hits: readonly Hit[], text: (hit: Hit) => string, pattern: string | undefined, what: string): void => {
  if (pattern === undefined) return;
  expect(hits.length, `${what}: hits`).to.be.greaterThan(0);
  for (const hit of hits) expect(text(hit), what).to.match(new RegExp(pattern, 'i'));
};

/** Asks the question by `get`, and expects the answer. */
export const checkCase = async (one: SearchCase, get: (path: string) => Promise<CaseAnswer>): Promise<void> => {
  const { status, body } = await get(one.get);
  expect([one.status ?? 200].flat(), JSON.stringify(body)).to.include(status);
  for (const name of one.error_names ?? []) expect(JSON.stringify(body)).to.match(new RegExp(name));
  if (status !== 200) return;
  const hits = (body.cards ?? body.sets ?? []) as Hit[];
  const first = hits.slice(0, 1);
  if (one.total !== undefined) expect(body.pagination.total, 'total').to.equal(one.total);
  if (one.total_at_least !== undefined) expect(body.pagination.total, 'total').to.be.at.least(one.total_at_least);
  if (one.first_page_has !== undefined) expect(hits.map(({ card_id }) => card_id)).to.include(one.first_page_has);
  if (one.names !== undefined) expect(hits.map(({ name }) => name)).to.deep.equal(one.names);
  if (one.did_you_mean !== undefined) expect(body.did_you_mean, 'did_you_mean').to.equal(one.did_you_mean);
  const nameOf = (hit: Hit): string => hit.name;
  const numberOf = (hit: Hit): string => hit.number ?? '';
  all(first, nameOf, one.first_name_match, 'first name');
  all(first, numberOf, one.first_is_number, 'first number');
  all(hits, numberOf, one.first_page_numbers_match, 'numbers');
  all(hits, nameOf, one.all_names_match, 'names');
  all(hits, numberOf, one.all_numbers_match, 'numbers');
  if (one.set_abbreviation === undefined) return;
  const set = await get(`/v1/sets/${first[0]?.set?.set_id}`);
  expect(set.body.abbreviation).to.equal(one.set_abbreviation);
};
