/** Finds what the files of a run prove to be missing, and what of it is too much at once to be believed. */
import { scopeKey } from '../domain/cards/facts.js';
import type { Omission } from '../domain/events.js';
import type { KnownState } from './known-state.js';
import { completeScopes, pricedScopes, type ReceivedFiles, scopesOfSets } from './received-files.js';
import { type SeenIn, unseenCards, vanishedSets } from './withdrawals.js';
import { vanishedWithFile } from './withheld.js';

/** What is known before anything is recorded. */
export interface Evidence {
  readonly source: string;
  readonly known: KnownState;
  readonly files: ReceivedFiles;
  readonly seen: SeenIn;
  /** Sets that the last complete run before this stamp saw; `null` if there was none. */
  readonly seenLast: ReadonlySet<string> | null;
  /** Keys that the last snapshot of each set before this stamp held back, by set id. */
  readonly withheldBefore: ReadonlyMap<string, ReadonlySet<string>>;
  /** Returns the stamp with which the prices of a set take effect. */
  readonly stampOf: (setId: string) => string;
  /** Sets whose price file no longer exists. */
  readonly withoutFile: ReadonlySet<string>;
}

export interface Absences {
  /** Keys of the scopes of which every listed set's prices were seen. */
  readonly complete: ReadonlySet<string>;
  /** Cards that no file shows any more, by the set that they are known in. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  /** Sets of which the file lacks so much at once that all of it is held back. */
  readonly inDoubt: ReadonlySet<string>;
  readonly omissions: readonly Omission[];
}

type ListDoubts = Pick<Absences, 'complete' | 'omissions'>;

/** Returns the scopes whose lists and sets are complete. What the sets hold that are not believed to be gone was not seen. */
const believedScopes = ({ source, known, files, seenLast, withoutFile }: Evidence): ListDoubts => {
  const complete = completeScopes(files, withoutFile);
  const omissions: Omission[] = [];
  for (const { file, list } of files.lists) {
    const { doubted } = vanishedSets(list, known, source, seenLast);
    if (!list.whole || doubted === 0) continue;
    complete.delete(scopeKey(list.scope));
    const detail = `${doubted} known sets are missing at once: withdrawn if the next stamp agrees`;
    omissions.push({ kind: 'row', file: file.path, set_id: null, place: null, detail });
  }
  return { complete, omissions };
};

/** Returns the cards that no file shows any more, where every file of their set can be read to the end. */
const missingCards = (evidence: Evidence, complete: ReadonlySet<string>): Map<string, string[]> => {
  const { known, files, seen, withoutFile } = evidence;
  const listed = new Map(
    [...files.cards].flatMap(([setId, parts]) =>
      files.prices.has(setId) ? [[setId, new Set(parts.flatMap(({ cardIds }) => cardIds))] as const] : [],
    ),
  );
  // A product's file can be older than its move. That a card is seen in another set counts above all.
  const missing = unseenCards({
    prices: known.prices,
    sets: scopesOfSets(files, known.sets),
    seen,
    completeScopes: pricedScopes(files, complete),
    listed,
    stampOf: evidence.stampOf,
  });
  for (const [setId, parts] of files.prices) {
    if (!parts.every(({ whole, readable }) => whole && readable)) missing.delete(setId);
  }
  for (const setId of withoutFile) missing.delete(setId);
  return missing;
};

/** Returns the sets of files of whole games that lack much at once. */
const fileDoubts = (
  evidence: Evidence,
  missing: ReadonlyMap<string, readonly string[]>,
): Pick<Absences, 'inDoubt' | 'omissions'> => {
  const { known, files, withheldBefore, stampOf } = evidence;
  const inDoubt = new Set<string>();
  const omissions: Omission[] = [];
  for (const { file } of files.wholes) {
    const setIds = [...files.prices]
      .filter(([, parts]) => parts.some((part) => part.file.path === file.path))
      .map(([setId]) => setId);
    const heldBefore = (setId: string) => withheldBefore.get(setId) ?? new Set<string>();
    const vanished = vanishedWithFile(known, { setIds, missing, heldBefore, stampOf });
    if (vanished === 0) continue;
    for (const setId of setIds) inDoubt.add(setId);
    const detail = `${vanished} prices are missing at once: withdrawn if the next file agrees`;
    omissions.push({ kind: 'row', file: file.path, set_id: null, place: null, detail });
  }
  return { inDoubt, omissions };
};

/** Finds what is provably missing. Pure. */
export const findAbsences = (evidence: Evidence): Absences => {
  const { complete, omissions } = believedScopes(evidence);
  const missing = missingCards(evidence, complete);
  const doubts = fileDoubts(evidence, missing);
  return { complete, missing, inDoubt: doubts.inDoubt, omissions: [...omissions, ...doubts.omissions] };
};
