/** What every command that people give is given, checks and answers with. */
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { parseIdentity } from '../domain/cards/card.js';
import type { LogPosition, NewEvent } from '../domain/envelope.js';
import type { EventData, EventType } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';
import { appendWithRetry } from '../log/append-with-retry.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';

export interface CorrectionDeps {
  readonly log: EventLog;
  /** For the read models that a command looks into, and the lock of commands that concern several cards. */
  readonly database: Database;
  readonly runtime: Runtime;
  /** Returns when the named projections have folded everything that the log held at the call. */
  readonly caughtUp: (projections: readonly string[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Who gives the command, and why. Both stand in the log for ever. */
export interface Ordered {
  /** Opaque id of the person or program: no e-mail address and no name. */
  readonly actor: string;
  readonly reason: string;
}

/** The event that records a command. */
export interface RecordedCommand {
  /** `already_recorded`: the same command was given before, and nothing was appended. */
  readonly outcome: 'appended' | 'already_recorded';
  readonly event_id: string;
  readonly type: EventType;
  readonly stream: string;
  /** Position of the event: what a read waits for that must show the command. */
  readonly position: LogPosition;
}

/** Returns VALIDATION_FAILED for one field. */
export const invalid = (field: string, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `${field}: ${problem}`, { details: { [field]: problem } });

/** Returns CORRECTION_REFUSED: the command is well formed and contradicts what the ledger holds. */
export const refused = (field: string, detail: string): Error =>
  ledgerError('CORRECTION_REFUSED', detail, { details: { [field]: detail } });

/** Returns CARD_NOT_FOUND. */
export const unknownCard = (cardId: string): Error =>
  ledgerError('CARD_NOT_FOUND', `no card ${cardId} in this ledger`, { details: { card_id: `${cardId} is unknown` } });

/** Returns a card id. Throws VALIDATION_FAILED naming `field`. */
export const cardIdOf = (field: string, text: string): string => {
  if (parseIdentity(text) === null) throw invalid(field, `expected an id such as pokemon-517045, got "${text}"`);
  return text;
};

const reasonCharsMax = 1_000;
/** Ids of accounts, keys and programs: what says nothing by itself. */
const actorPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}$/;

/** Returns the order with its reason trimmed. Throws VALIDATION_FAILED naming the field. */
export const checkOrder = ({ actor, reason }: Ordered): Ordered => {
  const text = reason.trim();
  if (text === '') throw invalid('reason', 'expected why, in a few words');
  if (text.length > reasonCharsMax) throw invalid('reason', `expected at most ${reasonCharsMax} characters`);
  // A database holds neither NUL nor half a surrogate pair.
  if (/\0|[\ud800-\udfff]/u.test(text)) throw invalid('reason', 'expected text without NUL and broken characters');
  if (!actorPattern.test(actor)) {
    throw invalid('actor', 'expected an opaque id of at most 80 letters, digits and _ . : -, no name and no address');
  }
  return { actor, reason: text };
};

/**
 * Creates the event of a command that was decided after `revision`. Its id follows from both: of two processes that give
 * the same command at the same moment one appends it. Rejected: an id from the data alone, with which a price that was
 * corrected, and whose correction was voided, could not be corrected the same way again.
 */
export const commandEvent = <T extends EventType>(type: T, data: EventData<T>, revision: number): NewEvent =>
  newEvent(type, uuidFromName(`${type} ${canonicalJson(data)} ${revision}`), data);

/** An event to append, or the one that recorded the same command before. */
export type Decision<T> = { readonly revision: number; readonly answer: T } & (
  { readonly event: NewEvent } | { readonly recorded: { readonly id: string; readonly position: LogPosition } }
);

/**
 * Decides and appends; decides again if the stream moved meanwhile. `decide` reads the stream and throws if the command
 * makes no sense. Throws LOG_BUSY if the stream keeps changing.
 */
export const decideAndAppend = async <T>(
  deps: Pick<CorrectionDeps, 'log' | 'runtime' | 'signal'>,
  command: { readonly type: EventType; readonly stream: string; readonly actor: string; readonly source?: string },
  decide: () => Promise<Decision<T>>,
): Promise<RecordedCommand & T> => {
  const { type, stream, actor, source } = command;
  const metadata = {
    correlation_id: deps.runtime.uuid(),
    causation_id: null,
    actor,
    ...(source === undefined ? {} : { source }),
  };
  for (let tries = 0; tries < limits.commandTriesMax; tries += 1) {
    const decision = await decide();
    if ('recorded' in decision) {
      const { id: event_id, position } = decision.recorded;
      return { outcome: 'already_recorded', event_id, type, stream, position, ...decision.answer };
    }
    const { event, revision: expectedRevision, answer } = decision;
    const [outcome] = await appendWithRetry(deps, [{ stream, expectedRevision, events: [event] }], metadata);
    if (outcome?.outcome === 'appended') {
      return { outcome: 'appended', event_id: event.id, type, stream, position: outcome.position, ...answer };
    }
    if (outcome?.outcome === 'already_appended') {
      // Another process gave the same command at the same moment, or the answer to the first append was lost.
      return { outcome: 'already_recorded', event_id: event.id, type, stream, position: outcome.position, ...answer };
    }
    if (outcome?.outcome !== 'wrong_expected_revision') {
      throw ledgerError('INTERNAL', `${type} ${event.id} of ${stream} has the id of another event`);
    }
  }
  throw ledgerError('LOG_BUSY', `${stream} kept changing while the command was decided; try again`);
};
