/** What the steps of the record phase share. */
import type { RunContext } from './collection.js';
import { ZodError } from 'zod';
import type { NewEvent } from '../domain/envelope.js';
import type { Omission } from '../domain/events.js';
import { limits } from '../base/limits.js';
import type { EventWriter } from './event-writer.js';
import type { KnownState } from './known-state.js';
import type { ReceivedFile, ReceivedFiles } from './received-files.js';
import type { FileContent } from './source.js';
import type { SeenIn } from './withdrawals.js';

export interface Recording {
  readonly context: RunContext;
  readonly known: KnownState;
  readonly files: ReceivedFiles;
  readonly seen: SeenIn;
  /** Which sets' catalog files list a card. */
  readonly listings: SeenIn;
  /** Keys that the last snapshot of each set before this stamp held back, by set id. */
  readonly withheldBefore: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sets of which the file lacks so much at once that all of it is held back. */
  readonly inDoubt: ReadonlySet<string>;
  /** Sets that the last complete run before this stamp saw; `null` if there was none. */
  readonly seenLast: ReadonlySet<string> | null;
  /** Returns the stamp with which the prices of a set take effect: that of its file, or that of the run. */
  readonly stampOf: (setId: string) => string;
  /** Sources whose facts of sets and cards this one does not revise. */
  readonly leading: ReadonlySet<string>;
  /** What could not be recorded, added to as the phase goes on. */
  readonly omissions: Omission[];
  readonly writer: EventWriter;
  /** Reads a stored file again. Files that hold several sets are read once for sets that follow each other. */
  read(file: ReceivedFile): Promise<FileContent>;
}

/** Creates the reader of stored files, which keeps the last one in memory. */
export const createReader = ({ payloads, run }: RunContext): Recording['read'] => {
  let last: { readonly path: string; readonly content: FileContent } | null = null;
  return async ({ file }) => {
    if (last?.path !== file.path) {
      last = { path: file.path, content: file.read(await payloads.read(file.path, run.stamp)) };
    }
    return last.content;
  };
};

/** What a decision is made on. */
export interface Subject {
  /** Path of the file that it stands in. */
  readonly file: string;
  readonly setId: string | null;
  /** Id of the card or set. */
  readonly id: string;
}

const reasonOf = (error: unknown): string => {
  const issue = error instanceof ZodError ? error.issues[0] : undefined;
  if (issue !== undefined) return `${issue.path.join('.')}: ${issue.message}`;
  return error instanceof Error ? error.message : String(error);
};

const tooLarge = (events: readonly NewEvent[]): NewEvent | undefined =>
  events.find(({ data }) => Buffer.byteLength(JSON.stringify(data)) > limits.eventDataBytesMax);

/**
 * Makes a pure decision on one set or card. Returns no events, and notes the omission, if it throws or an event is larger
 * than the log takes: no row, however odd, may end a run for the sets behind it. The sources' parsers leave nothing of the
 * kind, as far as anybody has thought of it.
 */
export const decideOn = <D extends { readonly events: readonly NewEvent[] }>(
  { omissions }: Pick<Recording, 'omissions'>,
  { file, setId, id }: Subject,
  decide: () => D,
): D | null => {
  const omit = (detail: string): null => {
    omissions.push({ kind: 'row', file, set_id: setId, place: null, detail: `${id}: ${detail}` });
    return null;
  };
  try {
    const decision = decide();
    const large = tooLarge(decision.events.filter(({ type }) => !type.startsWith('Price')));
    return large === undefined ? decision : omit(`${large.type} is larger than ${limits.eventDataBytesMax} bytes`);
  } catch (error) {
    return omit(reasonOf(error));
  }
};
