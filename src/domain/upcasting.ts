/**
 * From recorded events to events of the current schema versions: unknown types are rejected, old versions upcast.
 *
 * Data are checked against their schema when an event is made (`newEvent`) and not when it is read: the hash chain
 * finds tampering, and `verify` checks every event once more. Rejected: a check on every read, because it took 6 µs an
 * event instead of 0.1 µs.
 */
import { ledgerError } from '../base/errors.js';
import type { LedgerEvent, NewEvent, RecordedEvent } from './envelope.js';
import { eventDefinitions, type EventData, type EventType, isEventType } from './events.js';
import { storable } from './text.js';

type Json = Readonly<Record<string, unknown>>;
/** Functions that lift the data of one version to the next; index 0 lifts version 1 to 2. */
export type Upcasters = Partial<Record<EventType, readonly ((data: Json) => Json)[]>>;

/** No type has a second version yet; the tests upcast versions of their own. */
const noUpcasters: Upcasters = {};

/** Lifts `data` of `type` from `version` to `current`. Throws EVENT_NOT_UNDERSTOOD if a step is missing. */
export const upcast = (type: EventType, version: number, current: number, data: Json, upcasters: Upcasters): Json => {
  let lifted = data;
  for (let from = version; from < current; from += 1) {
    const step = upcasters[type]?.[from - 1];
    if (step === undefined) throw ledgerError('EVENT_NOT_UNDERSTOOD', `${type} has no upcaster from version ${from}`);
    lifted = step(lifted);
  }
  return lifted;
};

const withStorableData = (recorded: RecordedEvent): RecordedEvent => {
  const data = storable(recorded.data);
  return data === recorded.data ? recorded : { ...recorded, data };
};

const notUnderstood = (event: RecordedEvent | LedgerEvent, why: string): Error =>
  ledgerError('EVENT_NOT_UNDERSTOOD', `event ${event.id} at ${event.position}: ${why}`);

/**
 * Returns a recorded event at the current version of its type, with texts that a database can hold: logs of earlier
 * versions have events with U+0000 in a name. The log itself, and so its hash chain, keeps them as they are. Throws EVENT_NOT_UNDERSTOOD, naming the event, if the
 * type is unknown or the version cannot be lifted: a projector parks such an event, a rebuild stops at it.
 */
export const decodeEvent = (recorded: RecordedEvent, upcasters: Upcasters = noUpcasters): LedgerEvent => {
  const { type, schema_version: version } = recorded;
  if (!isEventType(type)) throw notUnderstood(recorded, `unknown type ${type}`);
  const current = eventDefinitions[type].version;
  if (version === current) return withStorableData(recorded) as LedgerEvent;
  if (version > current) throw notUnderstood(recorded, `${type} version ${version} is newer than ${current}`);
  if (version < 1) throw notUnderstood(recorded, `${type} version ${version} does not exist`);
  try {
    const data = upcast(type, version, current, storable(recorded.data), upcasters);
    return { ...recorded, type, schema_version: current, data } as LedgerEvent;
  } catch (error) {
    throw notUnderstood(recorded, (error as Error).message);
  }
};

/** Throws EVENT_NOT_UNDERSTOOD, naming the event and the field, if the data do not match the schema of the type. */
export const checkEventData = (event: LedgerEvent): void => {
  const parsed = eventDefinitions[event.type].schema.safeParse(event.data);
  if (parsed.success) return;
  const issue = parsed.error.issues[0];
  throw notUnderstood(event, `${event.type}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
};

/**
 * Returns an event ready to append, whose texts every database can hold. Throws a ZodError if the data do not match the
 * schema.
 */
export const newEvent = <T extends EventType>(type: T, id: string, data: EventData<T>): NewEvent => {
  const { schema, version } = eventDefinitions[type];
  return { id, type, schema_version: version, data: schema.parse(storable(data)) };
};
