/**
 * Decides which answers are still valid. Pure bookkeeping over versions: each read model's newest one, each tag's last
 * invalidation, and a low watermark below which invalidations have been dropped.
 */
import type { LogPosition } from '../../domain/envelope.js';
import {
  type VersionVector,
  versionTextOf,
  type ReadModel,
  type CurrentVersions,
  versionsOf,
  type ModelVersion,
} from '../../projecting/read-model-versions.js';

/** Tags whose newest invalidation is kept in memory. */
const tagsMaxDefault = 100_000;

/** What an answer was computed from. */
export interface Dependencies {
  /** Versions of its read models, read before the data from the database that gave the data. */
  readonly marks: VersionVector;
  /** Tags of what it shows. */
  readonly tags: readonly string[];
  /** Read models of which any event may change it. */
  readonly anyOf: readonly ReadModel[];
}

/** The version of one read model, and the pages folded into it since the last poll, oldest first. */
export interface Poll extends ModelVersion {
  /** `tags` is `null` if the page invalidates everything. */
  readonly pages: readonly { readonly position: LogPosition; readonly tags: readonly string[] | null }[];
  /** No page since the last poll is missing. */
  readonly complete: boolean;
}

export interface InvalidationIndex {
  /** Changes with every poll that brings news. */
  readonly revision: number;
  /** Applies a poll of all read models. Returns false if one went back: the history was reset, and so is the index. */
  apply(polls: readonly Poll[]): boolean;
  /** Forgets everything: the next poll is of another history. */
  reset(): void;
  /** Returns the last polled versions; `undefined` until all of the models have been polled. */
  versions(models: readonly ReadModel[]): CurrentVersions | undefined;
  /** Returns the last polled version of each read model. */
  modelVersions(): readonly ModelVersion[];
  /**
   * Returns whether an answer is as new as the last poll, or newer. This one rule holds for storing and for serving: a slow
   * query or a lagging replica never replaces a newer answer by an older one.
   */
  isValid(dependencies: Dependencies): boolean;
}

const later = (a: string | undefined, b: string): string => (a === undefined || a < b ? b : a);

/** Remembers what is made of versions until they are cleared: every read asks for the same two or three times. */
const rememberVersions = (current: ReadonlyMap<ReadModel, ModelVersion>) => {
  const made = new Map<string, CurrentVersions>();
  return {
    clear: () => made.clear(),
    of(models: readonly ReadModel[]): CurrentVersions | undefined {
      const key = models.join(' ');
      const before = made.get(key);
      if (before !== undefined) return before;
      const polled = models.flatMap((model) => current.get(model) ?? []);
      if (polled.length < models.length) return undefined;
      const versions = versionsOf(polled);
      made.set(key, versions);
      return versions;
    },
  };
};

/** Creates an empty index. It keeps the last invalidations of `tagsMax` tags (default: 100,000). */
export const createInvalidationIndex = (tagsMax: number = tagsMaxDefault): InvalidationIndex => {
  const current = new Map<ReadModel, ModelVersion>();
  /** Versions of the last invalidation by tag, in the order of the invalidations. */
  const byTag = new Map<string, Map<ReadModel, string>>();
  const byModel = new Map<ReadModel, string>();
  const lowWatermark = new Map<ReadModel, string>();
  const remembered = rememberVersions(current);
  let revision = 0;

  const raise = (model: ReadModel, version: string): void =>
    void lowWatermark.set(model, later(lowWatermark.get(model), version));
  const dropOldest = (): void => {
    for (const [tag, versions] of byTag) {
      if (byTag.size <= tagsMax) return;
      byTag.delete(tag);
      for (const [model, version] of versions) raise(model, version);
    }
  };
  const invalidate = (tag: string, model: ReadModel, version: string): void => {
    const versions = byTag.get(tag) ?? new Map<ReadModel, string>();
    byTag.delete(tag);
    byTag.set(tag, versions.set(model, later(versions.get(model), version)));
  };
  const reset = (): void => {
    revision += 1;
    for (const map of [current, byTag, byModel, lowWatermark, remembered]) map.clear();
  };

  const applyOne = ({ model, build, position, pages, complete }: Poll): void => {
    // The tables were rebuilt: no answer from the former ones is valid.
    if (current.get(model)?.build !== build) raise(model, versionTextOf({ build, position: '' as LogPosition }));
    const [oldest] = pages;
    if (!complete && oldest !== undefined) raise(model, versionTextOf({ build, position: oldest.position }));
    for (const page of pages) {
      const version = versionTextOf({ build, position: page.position });
      byModel.set(model, later(byModel.get(model), version));
      if (page.tags === null) raise(model, version);
      else for (const tag of page.tags) invalidate(tag, model, version);
    }
    current.set(model, { model, build, position });
  };

  return {
    get revision() {
      return revision;
    },
    apply(polls) {
      const isSame = polls.every((poll) => {
        const last = current.get(poll.model);
        return last !== undefined && versionTextOf(last) === versionTextOf(poll) && poll.pages.length === 0;
      });
      if (isSame) return true;
      revision += 1;
      remembered.clear();
      const wentBack = polls.some((poll) => {
        const last = current.get(poll.model);
        return last !== undefined && versionTextOf(poll) < versionTextOf(last);
      });
      if (wentBack) reset();
      polls.forEach(applyOne);
      // The poll asked for invalidations after versions of the other history, so its pages may be incomplete.
      if (wentBack) for (const poll of polls) raise(poll.model, versionTextOf(poll));
      dropOldest();
      return !wentBack;
    },
    reset,
    versions: (models) => remembered.of(models),
    modelVersions: () => [...current.values()],
    isValid({ marks, tags, anyOf }) {
      for (const model in marks) {
        const version = marks[model] as string;
        const least = lowWatermark.get(model);
        if (least === undefined || version < least) return false;
      }
      for (const model of anyOf) {
        const last = byModel.get(model);
        if (last !== undefined && (marks[model] ?? '') < last) return false;
      }
      for (const tag of tags) {
        const invalidations = byTag.get(tag);
        if (invalidations === undefined) continue;
        for (const [model, last] of invalidations) {
          const version = marks[model];
          if (version !== undefined && version < last) return false;
        }
      }
      return true;
    },
  };
};
