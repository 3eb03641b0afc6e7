/**
 * The snapshot of one set: its counts, which of its appends are under way, and the SnapshotTaken event. The event proves
 * that everything of the set is in the log, so it is appended last.
 */
import type { NewEvent } from '../domain/envelope.js';
import { snapshotId } from '../domain/prices/price-events.js';
import { newEvent } from '../domain/upcasting.js';
import type { DecisionCounts, SnapshotContext } from './decide-prices.js';
import type { Run } from './run-events.js';
import { namedKeys } from './withheld.js';

/** What a snapshot is taken from. */
export interface SnapshotProof {
  readonly setId: string;
  readonly url: string;
  readonly sha256: string;
  readonly parserVersion: number;
  readonly rows: number;
}

export interface SetSnapshot {
  readonly setId: string;
  readonly context: SnapshotContext;
  counts(): DecisionCounts & { readonly rows: number; readonly withheld: number };
  /** Adds a decision to the counts. */
  count(decision: Partial<DecisionCounts>): void;
  /** Replaces a counted decision by another one. */
  recount(decision: DecisionCounts, before: DecisionCounts): void;
  /** Notes the keys that vanished and are held back. */
  withhold(keys: readonly string[]): void;
  /** Notes that events of the snapshot wait to be appended. */
  begin(): void;
  /** Notes that those events are in the log. */
  acknowledge(): void;
  /** Ends the snapshot: no events will be added. */
  seal(): void;
  /** Returns whether the snapshot is sealed and all of its events are in the log. */
  isComplete(): boolean;
  /** Creates the SnapshotTaken event. */
  toEvent(): NewEvent;
}

const countNames = ['changed', 'unchanged', 'withdrawn', 'quarantined'] as const;

/**
 * Opens the snapshot of a set. `recordedAs` is the id of a SnapshotTaken event that an earlier attempt appended: events
 * added now refer to it, and no further one is appended.
 */
export const openSetSnapshot = (run: Run, proof: SnapshotProof, recordedAs?: string): SetSnapshot => {
  const { source, runId, stamp } = run;
  const { setId, url, sha256, parserVersion, rows } = proof;
  const identity = { source, scope: setId, upstream_stamp: stamp, payload_sha256: sha256 };
  const id = recordedAs ?? snapshotId(identity);
  const counts = { rows, changed: 0, unchanged: 0, withdrawn: 0, quarantined: 0 };
  let withheld: readonly string[] = [];
  let pending = 0;
  let sealed = false;
  return {
    setId,
    context: { source, runId, stamp, provenance: id },
    counts: () => ({ ...counts, withheld: withheld.length }),
    count(decision) {
      for (const name of countNames) counts[name] += decision[name] ?? 0;
    },
    recount(decision, before) {
      for (const name of countNames) counts[name] += decision[name] - before[name];
    },
    withhold: (keys) => void (withheld = keys),
    begin: () => void (pending += 1),
    acknowledge: () => void (pending -= 1),
    seal: () => void (sealed = true),
    isComplete: () => sealed && pending === 0,
    toEvent: () =>
      newEvent('SnapshotTaken', id, {
        run_id: runId,
        ...identity,
        url,
        parser_version: parserVersion,
        ...counts,
        ...(withheld.length > 0 ? { withheld: withheld.length, withheld_keys: [...namedKeys(withheld)] } : {}),
      }),
  };
};
