/** The terms of an alert, of the rule version that fired: its owner, its channels and its condition. */
import { LRUCache } from 'lru-cache';
import type { AlertRule } from '../domain/alerts/rule.js';
import { alertStream } from '../domain/streams.js';
import { decodeEvent } from '../domain/upcasting.js';
import type { EventLog } from '../log/event-log.js';
import { streamEvents } from '../log/stream-events.js';
import { deliveryLimits } from './limits.js';

export interface FiringTerms {
  /** Opaque id of the user. */
  readonly owner: string;
  /** Ids of channels; none: all channels of the owner. */
  readonly channels: readonly string[];
  readonly when: AlertRule['when'];
}

export interface FiringTermsReader {
  /** Returns the terms; `null` if the alert never had this version. */
  read(alertId: string, ruleVersion: number): Promise<FiringTerms | null>;
}

const readTerms = async (
  log: Pick<EventLog, 'readStream'>,
  alertId: string,
  ruleVersion: number,
): Promise<FiringTerms | null> => {
  let owner: string | null = null;
  // Version 1 is the first event: the stream is not read on, however often the alert fired.
  const range = ruleVersion === 1 ? { before: 1 } : {};
  for await (const recorded of streamEvents(log, alertStream(alertId), range)) {
    const event = decodeEvent(recorded);
    if (event.type === 'AlertCreated') ({ owner } = event.data);
    if (event.type !== 'AlertCreated' && event.type !== 'AlertChanged') continue;
    const { rule_version, channels, rule } = event.data;
    if (rule_version === ruleVersion && owner !== null) return { owner, channels, when: rule.when };
  }
  return null;
};

/** Creates the reader. It remembers: the terms of a version never change. */
export const createFiringTermsReader = (log: Pick<EventLog, 'readStream'>): FiringTermsReader => {
  const known = new LRUCache<string, FiringTerms>({ max: deliveryLimits.firingTermsMax });
  return {
    async read(alertId, ruleVersion) {
      const key = `${alertId} ${ruleVersion}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const terms = await readTerms(log, alertId, ruleVersion);
      if (terms !== null) known.set(key, terms);
      return terms;
    },
  };
};
