/** The files of a run that are at hand, by what they hold. Bodies stay in the payload store. */
import { createHash } from 'node:crypto';
import { type CatalogScope, scopeKey } from '../domain/cards/facts.js';
import type { Omission } from '../domain/events.js';
import type { StoredPayload } from './payload-store.js';
import type { RowOmission, SetList, SourceFile } from './source.js';

export interface ReceivedFile {
  readonly file: SourceFile;
  readonly stored: StoredPayload;
}

/** A file that holds cards or prices of a set, or a part of them. */
export interface ReceivedPart extends ReceivedFile {
  /** Cards that the part names. */
  readonly cardIds: readonly string[];
  readonly whole: boolean;
  /** Whether every row names its card. */
  readonly readable: boolean;
  /** Whether what it does not show is held back until the next list agrees. */
  readonly inDoubt?: boolean | undefined;
  /** The file's own stamp; absent if its prices take effect with the stamp of the run. */
  readonly stamp?: string | undefined;
  /** Game and language of the set, where the part says it. */
  readonly scope?: CatalogScope | undefined;
}

export interface ReceivedFiles {
  readonly lists: readonly (ReceivedFile & { readonly list: SetList })[];
  /** Files with prices, by set id. */
  readonly prices: ReadonlyMap<string, readonly ReceivedPart[]>;
  /** Files with cards, by set id. */
  readonly cards: ReadonlyMap<string, readonly ReceivedPart[]>;
  /** Files with which every price of their scopes is at hand. */
  readonly wholes: readonly (ReceivedFile & { readonly scopes: readonly CatalogScope[] })[];
  /** What of the rows of a file was not taken, for files that have such rows. */
  readonly omissions: readonly (ReceivedFile & { readonly rows: readonly RowOmission[] })[];
  /** Files with products or listings that no card is known for, and their number. */
  readonly unmatched: readonly (ReceivedFile & { readonly count: number })[];
}

/** Proof of what the stamp of the source was when all files had been fetched. */
export type StampProof = 'confirmed' | 'moved' | 'unknown';

/**
 * Returns the files that belong to the stamp. While it stands, all of them do. If it has moved, or could not be looked at
 * again, only those last modified before it do: a site rewrites a file only when its content changed. A file without
 * Last-Modified belongs unless the stamp is known to have moved. A file with a stamp of its own belongs to that one always.
 */
export const filesOfStamp = (received: ReceivedFiles, stamp: string, proof: StampProof): ReceivedFiles => {
  const ownStamps = pathsWithOwnStamp(received);
  const belongs = ({ stored: { path, lastModified } }: ReceivedFile): boolean =>
    proof === 'confirmed' ||
    ownStamps.has(path) ||
    (lastModified === null ? proof === 'unknown' : Date.parse(lastModified) <= Date.parse(stamp));
  // A set of which one part belongs to another stamp is left to that stamp.
  const complete = (sets: ReceivedFiles['prices']): ReceivedFiles['prices'] =>
    new Map([...sets].filter(([, parts]) => parts.every(belongs)));
  return {
    lists: received.lists.filter(belongs),
    prices: complete(received.prices),
    cards: complete(received.cards),
    wholes: received.wholes.filter(belongs),
    omissions: received.omissions.filter(belongs),
    unmatched: received.unmatched.filter(belongs),
  };
};

/** Returns the paths of the files that have a stamp of their own. */
const pathsWithOwnStamp = ({ prices }: ReceivedFiles): Set<string> =>
  new Set([...prices.values()].flat().flatMap(({ stamp, file }) => (stamp === undefined ? [] : [file.path])));

/** Returns what a part of a set's prices says, by set id; sets of which none says it are left out. */
const statedOfSets = <T>(
  { prices }: Pick<ReceivedFiles, 'prices'>,
  said: (part: ReceivedPart) => T | undefined,
): (readonly [setId: string, stated: T])[] =>
  [...prices].flatMap(([setId, parts]) => {
    const stated = parts.map(said).find((one) => one !== undefined);
    return stated === undefined ? [] : [[setId, stated] as const];
  });

/** Returns the stamps of the sets whose prices take effect with the stamp of their file, by set id. */
export const ownStamps = (files: ReceivedFiles): Map<string, string> =>
  new Map(statedOfSets(files, ({ stamp }) => stamp));

/** Files that are older than what is recorded, as an edge of a CDN may show them. */
export interface OldFiles {
  readonly files: ReceivedFiles;
  readonly omissions: readonly Omission[];
}

/**
 * Takes the files out whose own stamp is older than the last check of one of their sets. `lastChecks`: stamps of the source's
 * newest snapshots, by set id. Recorded, an old file would be news of the past that reads as news of today.
 */
export const withoutOldFiles = (files: ReceivedFiles, lastChecks: ReadonlyMap<string, string>): OldFiles => {
  const old = new Map<string, Omission>();
  for (const [setId, parts] of files.prices) {
    const newest = lastChecks.get(setId);
    for (const { stamp, file } of parts) {
      if (stamp === undefined || newest === undefined || Date.parse(stamp) >= Date.parse(newest)) continue;
      const detail = `written at ${stamp}, while a file of ${newest} is recorded: not taken`;
      old.set(file.path, { kind: 'file', file: file.path, set_id: null, place: null, detail });
    }
  }
  if (old.size === 0) return { files, omissions: [] };
  const isTaken = ({ file }: ReceivedFile): boolean => !old.has(file.path);
  const taken = {
    ...files,
    prices: new Map([...files.prices].filter(([, parts]) => parts.every(isTaken))),
    wholes: files.wholes.filter(isTaken),
    omissions: files.omissions.filter(isTaken),
    unmatched: files.unmatched.filter(isTaken),
  };
  return { files: taken, omissions: [...old.values()] };
};

/** Returns the number of products or listings that no card is known for. */
export const unmatchedOf = ({ unmatched }: ReceivedFiles): number =>
  unmatched.reduce((sum, { count }) => sum + count, 0);

/** Returns what of the rows of the files was not taken. */
export const omissionsOf = ({ omissions }: ReceivedFiles): Omission[] =>
  omissions.flatMap(({ file: { path }, rows }) =>
    rows.map(({ kind, setId, place, detail }): Omission => ({ kind, file: path, set_id: setId, place, detail })),
  );

/**
 * Returns the keys of the scopes whose list is whole and of which every set's prices are at hand, whole. A set of
 * `withoutFile` has none: it would otherwise hide for ever what vanishes from the others.
 */
export const completeScopes = ({ lists, prices }: ReceivedFiles, withoutFile: ReadonlySet<string>): Set<string> => {
  const isWhole = (setId: string): boolean =>
    withoutFile.has(setId) || prices.get(setId)?.every(({ whole }) => whole) === true;
  return new Set(
    lists.filter(({ list }) => list.whole && listedIn(list).every(isWhole)).map(({ list }) => scopeKey(list.scope)),
  );
};

/**
 * Returns the keys of the scopes of which every price is at hand: those that are complete by their lists, and those of which a
 * file says so.
 */
export const pricedScopes = ({ wholes }: ReceivedFiles, complete: ReadonlySet<string>): Set<string> =>
  new Set([...complete, ...wholes.flatMap(({ scopes }) => scopes.map(scopeKey))]);

/** Returns the game and language of every set: as the catalog has them, else as a file with its prices says. */
export const scopesOfSets = (
  files: ReceivedFiles,
  listed: ReadonlyMap<string, CatalogScope>,
): ReadonlyMap<string, CatalogScope> => new Map([...statedOfSets(files, ({ scope }) => scope), ...listed]);

/** Returns the ids of the sets that a list names, those whose facts cannot be read included. */
export const listedIn = ({ sets, unread }: SetList): string[] => [...sets.map(({ set_id }) => set_id), ...unread];

/** Returns the hash of a set's files: that of the only file, or one over the hashes of all, in order of their paths. */
export const sha256Of = (parts: readonly ReceivedFile[]): string => {
  const [first, second] = parts;
  if (first !== undefined && second === undefined) return first.stored.sha256;
  const hashes = inOrder(parts).map(({ stored }) => stored.sha256);
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
};

/** Returns the files in order of their paths: the same whichever came first. */
export const inOrder = <F extends ReceivedFile>(files: readonly F[]): F[] =>
  [...files].sort((a, b) => (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0));
