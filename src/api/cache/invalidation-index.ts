/**
 * What is known to have changed, and so which answers are still right. Pure bookkeeping over marks (queries/freshness.ts):
 * each read model's newest mark, each tag's newest touch, and a floor below which touches have been forgotten.
 */
import type { LogPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import {
  type VersionVector,
  versionTextOf,
  type ReadModel,
  type CurrentVersions,
  versionsOf,
  type ModelVersion,
} from '../../projecting/read-model-versions.js';

/** What an answer was made from. */
export interface Dependencies {
  /** Where its read models stood, read before the data from the database that gave the data. */
  readonly marks: VersionVector;
  /** What of them it shows. */
  readonly tags: readonly string[];
  /** Read models of which any event may change it. */
  readonly anyOf: readonly ReadModel[];
}

/** A read model as it stands, and pages folded into it since the last look, oldest first. */
export interface Poll extends ModelVersion {
  readonly pages: readonly { readonly position: LogPosition; readonly tags: readonly string[] | null }[];
  /** There are no other pages since the last look. */
  readonly complete: boolean;
}

export interface InvalidationIndex {
  /** Changes with everything that is learnt. */
  readonly revision: number;
  /** Takes in a look at all read models. Returns false when one went back: what was known is of another past, and forgotten. */
  apply(looks: readonly Poll[]): boolean;
  /** What comes is of another past. */
  reset(): void;
  /** Where the read models were last seen; undefined while one of them has not been. */
  versions(models: readonly ReadModel[]): CurrentVersions | undefined;
  modelVersions(): readonly ModelVersion[];
  /**
   * Whether an answer made from these is what the read models say where they were last seen, or newer: the one rule, for
   * what is stored and for what is given out. So nobody's slow question or lagging replica puts an old answer in the place
   * of a new one.
   */
  isValid(dependencies: Dependencies): boolean;
}

const later = (a: string | undefined, b: string): string => (a === undefined || a < b ? b : a);

/** Knows nothing yet. Remembers the touches of `tagsMax` tags (default limits.cacheTagsMax). */
export const createInvalidationIndex = (tagsMax: number = limits.cacheTagsMax): InvalidationIndex => {
  const standings = new Map<ReadModel, ModelVersion>();
  /** Tags in the order of their last touch. */
  const touched = new Map<string, Map<ReadModel, string>>();
  const any = new Map<ReadModel, string>();
  const floor = new Map<ReadModel, string>();
  let revision = 0;

  const raise = (model: ReadModel, mark: string): void => void floor.set(model, later(floor.get(model), mark));
  const forgetOldest = (): void => {
    for (const [tag, marks] of touched) {
      if (touched.size <= tagsMax) return;
      touched.delete(tag);
      for (const [model, mark] of marks) raise(model, mark);
    }
  };
  const touch = (tag: string, model: ReadModel, mark: string): void => {
    const marks = touched.get(tag) ?? new Map<ReadModel, string>();
    touched.delete(tag);
    touched.set(tag, marks.set(model, later(marks.get(model), mark)));
  };
  const forget = (): void => {
    revision += 1;
    for (const map of [standings, touched, any, floor]) map.clear();
  };

  const take = ({ model, build, position, pages, complete }: Poll): void => {
    // Tables that were built anew: nothing made from the others is right.
    if (standings.get(model)?.build !== build) raise(model, versionTextOf({ build, position: '' as LogPosition }));
    const [oldest] = pages;
    if (!complete && oldest !== undefined) raise(model, versionTextOf({ build, position: oldest.position }));
    for (const page of pages) {
      const mark = versionTextOf({ build, position: page.position });
      any.set(model, later(any.get(model), mark));
      if (page.tags === null) raise(model, mark);
      else for (const tag of page.tags) touch(tag, model, mark);
    }
    standings.set(model, { model, build, position });
  };

  return {
    get revision() {
      return revision;
    },
    apply(looks) {
      const isSame = looks.every((look) => {
        const known = standings.get(look.model);
        return known !== undefined && versionTextOf(known) === versionTextOf(look) && look.pages.length === 0;
      });
      if (isSame) return true;
      revision += 1;
      const wentBack = looks.some((look) => {
        const known = standings.get(look.model);
        return known !== undefined && versionTextOf(look) < versionTextOf(known);
      });
      if (wentBack) forget();
      looks.forEach(take);
      // Touches since then were looked for after marks of that other past.
      if (wentBack) for (const look of looks) raise(look.model, versionTextOf(look));
      forgetOldest();
      return !wentBack;
    },
    reset: forget,
    versions(models) {
      const found = models.flatMap((model) => standings.get(model) ?? []);
      return found.length === models.length ? versionsOf(found) : undefined;
    },
    modelVersions: () => [...standings.values()],
    isValid({ marks, tags, anyOf }) {
      for (const model in marks) {
        const mark = marks[model as ReadModel] as string;
        const least = floor.get(model as ReadModel);
        if (least === undefined || mark < least) return false;
      }
      for (const model of anyOf) {
        const mark = any.get(model);
        if (mark !== undefined && (marks[model] ?? '') < mark) return false;
      }
      for (const tag of tags) {
        const last = touched.get(tag);
        if (last === undefined) continue;
        for (const [model, mark] of last) {
          const of = marks[model];
          if (of !== undefined && of < mark) return false;
        }
      }
      return true;
    },
  };
};
