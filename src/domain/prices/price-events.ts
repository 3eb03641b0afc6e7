/** Facts with ids derived from what they state. */
import type { NewEvent } from '../envelope.js';
import type { EventData, Observation } from '../events.js';
import { canonicalJson, uuidFromName } from '../ids.js';
import { newEvent } from '../upcasting.js';

/** Id of a fact: everything it states, but not which run saw it nor where the proof lies. */
const factId = (type: string, data: Readonly<Record<string, unknown>>): string => {
  const { collection: _run, provenance: _proof, ...stated } = data;
  return uuidFromName(`${type} ${canonicalJson(stated)}`);
};

/** A PriceObserved event: the same numbers for the same key under the same stamp make the same id. */
export const priceObserved = (data: Observation): NewEvent =>
  newEvent('PriceObserved', factId('PriceObserved', data), data);

/** A PriceWithdrawn event: the snapshot of `effective_at` no longer had the key. */
export const priceWithdrawn = (data: EventData<'PriceWithdrawn'>): NewEvent =>
  newEvent('PriceWithdrawn', factId('PriceWithdrawn', data), data);

/** An ObservationQuarantined event: the same bad row under the same stamp is quarantined once. */
export const observationQuarantined = (data: EventData<'ObservationQuarantined'>): NewEvent => {
  const { observation: _derived, ...stated } = data;
  return newEvent('ObservationQuarantined', factId('ObservationQuarantined', stated), data);
};

/** Id of the SnapshotTaken event of one price file: known before it is appended, so observations can point to it. */
export const snapshotId = (of: {
  source: string;
  scope: string;
  upstream_stamp: string;
  payload_sha256: string;
}): string => uuidFromName(`SnapshotTaken ${of.source} ${of.scope} ${of.upstream_stamp} ${of.payload_sha256}`);
