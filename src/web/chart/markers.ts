/** What is marked on the line: corrections, observations taken out, rows set aside, and firings of a back-test. */
import type { components } from '../generated/api-types.js';
import { dayOf } from './days.js';

type Schemas = components['schemas'];

export type MarkerKind = 'corrected' | 'fired' | 'held' | 'voided';

export interface Marker {
  readonly day: number;
  readonly kind: MarkerKind;
}

const kinds: Readonly<Record<string, MarkerKind>> = {
  PriceCorrected: 'corrected',
  ObservationVoided: 'voided',
  ObservationQuarantined: 'held',
};

/** Returns the marks of a price's record, one of a kind a day, in the order of days as the chart wants them. */
export const markersOf = (
  explained: Pick<Schemas['ExplainAnswer'], 'corrections' | 'quarantine' | 'voids'> | undefined,
  firings: readonly string[],
): readonly Marker[] => {
  const marks = new Map<string, Marker>();
  const mark = (kind: MarkerKind, at: string): void => {
    const day = dayOf(at);
    marks.set(`${kind} ${day}`, { kind, day });
  };
  for (const { type, effective_at: at } of [
    ...(explained?.corrections ?? []),
    ...(explained?.voids ?? []),
    ...(explained?.quarantine ?? []),
  ]) {
    const kind = kinds[type];
    if (kind !== undefined) mark(kind, at);
  }
  for (const at of firings) mark('fired', at);
  return [...marks.values()].sort((a, b) => a.day - b.day);
};
