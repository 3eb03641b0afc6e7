/** Checks that every adapter makes before it writes anything. */
import type { EventMetadata, NewEvent } from '../domain/envelope.js';
import { metadataSchema } from '../domain/envelope.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { StreamAppend } from './event-log.js';

const streamPattern = /^[a-z]+-[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const invalid = (field: string, problem: string): Error =>
  ledgerError('VALIDATION_FAILED', `append: ${field} ${problem}`, { details: { [field]: problem } });

const tooLarge = (field: string, actual: number, max: number): Error =>
  ledgerError('APPEND_TOO_LARGE', `append: ${field} is ${actual}, at most ${max}`, {
    details: { [field]: `at most ${max}` },
  });

const checkEvent = (event: NewEvent, ids: Set<string>): void => {
  if (!uuidPattern.test(event.id)) throw invalid('id', `"${event.id}" is not a lower-case UUID`);
  const before = ids.size;
  if (ids.add(event.id).size === before) throw invalid('id', `${event.id} is duplicated`);
  if (event.type === '' || event.type.length > 60) throw invalid('type', 'must have 1 to 60 characters');
  if (!Number.isInteger(event.schema_version) || event.schema_version < 1 || event.schema_version > 32_767) {
    throw invalid('schema_version', `of ${event.id} must be 1 to 32767`);
  }
};

/**
 * Checks everything but the sizes of data. Returns the events in the order of the call. Throws VALIDATION_FAILED or
 * APPEND_TOO_LARGE naming the field.
 */
export const checkFields = (appends: readonly StreamAppend[], metadata: EventMetadata): NewEvent[] => {
  if (appends.length === 0) throw invalid('appends', 'must not be empty');
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) {
    throw invalid(`metadata.${parsed.error.issues[0]?.path.join('.') ?? ''}`, parsed.error.issues[0]?.message ?? '');
  }
  const streams = new Set<string>();
  const ids = new Set<string>();
  const all: NewEvent[] = [];
  for (const { stream, expectedRevision, events } of appends) {
    if (!streamPattern.test(stream) || stream.length > limits.streamNameCharsMax) {
      throw invalid('stream', `"${stream}" is not {category}-{id} of at most ${limits.streamNameCharsMax} characters`);
    }
    const before = streams.size;
    if (streams.add(stream).size === before) throw invalid('stream', `"${stream}" is duplicated`);
    if (expectedRevision !== 'any' && !(Number.isSafeInteger(expectedRevision) && expectedRevision >= -1)) {
      throw invalid('expectedRevision', `of "${stream}" must be 'any', -1 or a revision`);
    }
    if (events.length === 0) throw invalid('events', `of "${stream}" must not be empty`);
    for (const event of events) {
      checkEvent(event, ids);
      all.push(event);
    }
  }
  if (all.length > limits.appendEventsMax) throw tooLarge('events', all.length, limits.appendEventsMax);
  return all;
};

/** Checks sizes; `sizes` are the UTF-8 bytes of each event's data as JSON. Throws APPEND_TOO_LARGE. */
export const checkSizes = (events: readonly NewEvent[], sizes: readonly number[], metadata: EventMetadata): void => {
  let bytes = Buffer.byteLength(JSON.stringify(metadata));
  events.forEach(({ id }, index) => {
    const size = sizes[index] as number;
    if (size > limits.eventDataBytesMax) throw tooLarge(`bytes of event ${id}`, size, limits.eventDataBytesMax);
    bytes += size;
  });
  if (bytes > limits.appendBytesMax) throw tooLarge('bytes', bytes, limits.appendBytesMax);
};

/**
 * Checks all of an append. Returns the data of the events as JSON text, in order: it is made here to be measured, and
 * adapters send it. Throws VALIDATION_FAILED or APPEND_TOO_LARGE naming the field.
 */
export const checkAppend = (appends: readonly StreamAppend[], metadata: EventMetadata): string[] => {
  const events = checkFields(appends, metadata);
  const texts = events.map((event) => JSON.stringify(event.data));
  checkSizes(
    events,
    texts.map((text) => Buffer.byteLength(text)),
    metadata,
  );
  return texts;
};
