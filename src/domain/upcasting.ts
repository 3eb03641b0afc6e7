/** From what the log holds to what the code of today understands: unknown types refused, old versions upcast. */
import { ledgerError } from '../base/errors.js';
import type { LedgerEvent, NewEvent, RecordedEvent } from './envelope.js';
import { eventDefinitions, type EventData, type EventType, isEventType } from './events.js';
import { isSurelyObservation } from './prices/observation-guard.js';

type Json = Readonly<Record<string, unknown>>;
/** Brings the data of one version to the next; index 0 lifts version 1 to 2. */
export type Upcasters = Partial<Record<EventType, readonly ((data: Json) => Json)[]>>;

/** No type has a second version yet. The mechanism is tested with versions of the test's own. */
const noUpcasters: Upcasters = {};

/** Lifts `data` from `version` to the current version of `type`. */
export const upcast = (type: EventType, version: number, current: number, data: Json, upcasters: Upcasters): Json => {
  let lifted = data;
  for (let from = version; from < current; from += 1) {
    const step = upcasters[type]?.[from - 1];
    if (step === undefined) throw ledgerError('EVENT_NOT_UNDERSTOOD', `${type} has no way from version ${from} up`);
    lifted = step(lifted);
  }
  return lifted;
};

/**
 * Decodes a recorded event. Throws EVENT_NOT_UNDERSTOOD naming the event and the field: a projector parks such an
 * event, a rebuild stops on it.
 */
export const decodeEvent = (recorded: RecordedEvent, upcasters: Upcasters = noUpcasters): LedgerEvent => {
  const { type, schema_version: version } = recorded;
  const refuse = (why: string): Error =>
    ledgerError('EVENT_NOT_UNDERSTOOD', `event ${recorded.id} at ${recorded.position}: ${why}`);
  if (
    type === 'PriceObserved' &&
    version === eventDefinitions.PriceObserved.version &&
    isSurelyObservation(recorded.data)
  ) {
    return recorded as LedgerEvent;
  }
  if (!isEventType(type)) throw refuse(`unknown type ${type}`);
  const definition = eventDefinitions[type];
  if (version > definition.version) throw refuse(`${type} version ${version} is newer than ${definition.version}`);
  if (version < 1) throw refuse(`${type} version ${version} does not exist`);
  let lifted: Json;
  try {
    lifted = upcast(type, version, definition.version, recorded.data, upcasters);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const parsed = definition.schema.safeParse(lifted);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`${type}.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  return { ...recorded, type, schema_version: definition.version, data: parsed.data } as LedgerEvent;
};

/** An event ready to append, its data checked against the schema (the pair of the check in `decodeEvent`). */
export const newEvent = <T extends EventType>(type: T, id: string, data: EventData<T>): NewEvent => {
  const { schema, version } = eventDefinitions[type];
  return { id, type, schema_version: version, data: schema.parse(data) };
};
