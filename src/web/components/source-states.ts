/** The states of a source, in words. */
import type { Schemas } from '../api.js';

export const sourceStates: Record<Schemas['SourceAnswer']['state'], string> = {
  ok: 'up to date',
  collecting: 'collecting now',
  stale: 'older than expected',
  paused: 'paused',
  failing: 'not answering',
  never_collected: 'nothing collected yet',
};
