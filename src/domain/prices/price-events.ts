/** Facts with ids derived from what they state. */
import type { NewEvent } from '../envelope.js';
import type { EventData, Observation } from '../events.js';
import { canonicalJson, uuidFromName } from '../ids.js';
import { newEvent } from '../upcasting.js';
import type { HeldRow } from './held.js';
import { priceKeyOf } from './price-key.js';

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
  const { observation: _derived, key: _named, ...stated } = data;
  return newEvent('ObservationQuarantined', factId('ObservationQuarantined', stated), data);
};

/**
 * A QuarantineReleased event of the gate: the source kept showing the price. `evidence` are the ids of the rows that agree,
 * `stamps` the stamps under which the source showed them. The same row under the same stamp is admitted once.
 */
export const admittedByRule = (of: {
  quarantineId: string;
  observation: Observation;
  evidence: readonly string[];
  stamps: readonly string[];
}): NewEvent => {
  const { quarantineId, observation, evidence, stamps } = of;
  const id = uuidFromName(`QuarantineReleased gate ${quarantineId} ${observation.effective_at}`);
  return newEvent('QuarantineReleased', id, {
    ...priceKeyOf(observation),
    quarantine_id: quarantineId,
    observation,
    reason: `the source kept showing it: the market prices of ${stamps.join(', ')} agree`,
    evidence: [...evidence],
  });
};

/** A QuarantineRejected event of the gate: at `stamp` the source did not show the row any more. */
export const takenBack = (row: HeldRow, stamp: string, reason: string): NewEvent => {
  const id = uuidFromName(`QuarantineRejected gate ${row.quarantineId} ${stamp}`);
  const data = { ...priceKeyOf(row.key), quarantine_id: row.quarantineId, effective_at: stamp, reason };
  return newEvent('QuarantineRejected', id, data);
};

/** Id of the SnapshotTaken event of one price file: known before it is appended, so observations can point to it. */
export const snapshotId = (of: {
  source: string;
  scope: string;
  upstream_stamp: string;
  payload_sha256: string;
}): string => uuidFromName(`SnapshotTaken ${of.source} ${of.scope} ${of.upstream_stamp} ${of.payload_sha256}`);
