/** What recorded events of any type state, read without decoding them: for slices and files of the log. */
import type { RecordedEvent } from './envelope.js';

/** Returns what an event states: of a release the observation that it admits, which is a price as any other. */
export const statedBy = ({ type, data }: RecordedEvent): RecordedEvent['data'] =>
  type === 'QuarantineReleased' ? { ...data, ...(data['observation'] as RecordedEvent['data']) } : data;

/** Returns the id of the snapshot behind an event; `undefined` if the event names none. */
export const provenanceId = (event: RecordedEvent): string | undefined => {
  const id = statedBy(event)['provenance'];
  return typeof id === 'string' ? id : undefined;
};

/** Returns a text of an event's data, or of the observation in it. */
export const textOf = ({ data }: RecordedEvent, name: string): string | undefined => {
  const observation = data['observation'] as Readonly<Record<string, unknown>> | null | undefined;
  const value = data[name] ?? observation?.[name];
  return typeof value === 'string' ? value : undefined;
};

/** Returns the source's stamp of an event in milliseconds since 1970; `NaN` if it has none. */
export const stampMsOf = (event: RecordedEvent): number =>
  Date.parse(textOf(event, 'effective_at') ?? textOf(event, 'upstream_stamp') ?? '');
