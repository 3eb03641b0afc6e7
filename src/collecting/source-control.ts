/**
 * What people order of a source, read from its control stream, which holds a few events. Rejected: a table of a read model, because a
 * source that was paused would go on being asked while the projector is behind or away.
 */
import { isEngineError, type LedgerError, ledgerError } from '../base/errors.js';
import type { LedgerEvent } from '../domain/envelope.js';
import { foldControl, noControl, type SourceControl } from '../domain/source-control.js';
import { controlStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';

/** The control stream of a source. */
export interface ControlStream {
  /** What holds now. */
  readonly control: SourceControl;
  /** Revision of the last event; -1 if there is none. */
  readonly revision: number;
  /** The last event of each type. */
  readonly last: ReadonlyMap<string, LedgerEvent>;
}

/** Reads the control stream of a source. Throws EVENT_NOT_UNDERSTOOD, and what the log throws. */
export const readControlStream = async (log: Pick<EventLog, 'readStream'>, source: string): Promise<ControlStream> => {
  let control = noControl;
  let revision = -1;
  const last = new Map<string, LedgerEvent>();
  for await (const recorded of streamEvents(log, controlStream(source))) {
    const event = decodeEvent(recorded);
    control = foldControl(control, event);
    revision = event.revision;
    last.set(event.type, event);
  }
  return { control, revision, last };
};

/** Reads what holds of a source. Throws as `readControlStream`. */
export const readSourceControl = async (log: Pick<EventLog, 'readStream'>, source: string): Promise<SourceControl> =>
  (await readControlStream(log, source)).control;

/** Reads the control of one source again and again. */
export interface ControlReader {
  /** Returns what holds now; what was read last while the log is away. */
  read(): Promise<SourceControl>;
}

/** Opens the reader of a source. Its first read needs the log. */
export const openControlReader = (log: Pick<EventLog, 'readStream'>, source: string): ControlReader => {
  let last: SourceControl | undefined;
  return {
    async read() {
      try {
        last = await readSourceControl(log, source);
      } catch (error) {
        // A run goes on fetching while the log is away, as before: what it appends waits.
        if (last === undefined || !isEngineError(error)) throw error;
      }
      return last;
    },
  };
};

/** Returns SOURCE_PAUSED, which names who paused the source and why; `null` if it is not paused. */
export const pausedError = (source: string, { paused }: SourceControl): LedgerError | null =>
  paused === null
    ? null
    : ledgerError(
        'SOURCE_PAUSED',
        `${source} is paused since ${paused.since} by ${paused.actor}: ${paused.reason}; resume it to collect`,
      );
