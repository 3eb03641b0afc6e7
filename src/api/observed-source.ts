/** A source as the API tells of it. */
import type { CardRing, SourceRing, SourceSchedule } from '../collecting/source.js';

export interface ObservedSource {
  readonly name: string;
  /** Requests in any 24 hours; `null`: as many as it likes, as in the demo. */
  readonly dailyBudget: number | null;
  /** Milliseconds between two requests; default: none. */
  readonly pauseMs?: number;
  /** `null`: collected as its market publishes, as in the demo. */
  readonly schedule: SourceSchedule | null;
  /** How the most watched cards are asked for between its runs. */
  readonly ring?: SourceRing;
  /** How it is asked card by card; absent where its runs are over sets. */
  readonly cardRing?: CardRing;
}
