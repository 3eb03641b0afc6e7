/** How an alert stands, in a word, and what arms it again. */
import type { Schemas } from '../../../schemas.js';

export type Alert = Schemas['AlertAnswer'];
export type Watch = Schemas['WatchAnswer'];
export type AlertState = 'armed' | 'cooling' | 'done' | 'expired' | 'fired' | 'paused';

/** Returns the state of all prices together: it waits only where none of those that it names is armed. */
export const stateOf = ({ status, watches }: Pick<Alert, 'status' | 'watches'>): AlertState => {
  if (status !== 'active') return status;
  if (watches.length === 0 || watches.some(({ state }) => state === 'armed')) return 'armed';
  return watches.some(({ state }) => state === 'fired') ? 'fired' : 'cooling';
};

export const stateWords: Readonly<Record<AlertState, string>> = {
  armed: 'Armed',
  fired: 'Fired',
  cooling: 'Cooling down',
  paused: 'Paused',
  done: 'Done',
  expired: 'Expired',
};

/** Returns what arms a price again: "above $10.50, not before 3 May"; `null` while it is armed, or nothing does. */
export const rearmWords = (
  { rearm, currency }: Pick<Watch, 'currency' | 'rearm'>,
  show: { readonly money: (amount: number, currency: string) => string; readonly moment: (time: string) => string },
): string | null => {
  if (rearm === null) return null;
  const { above, below, not_before: notBefore } = rearm;
  const parts = [
    ...(above === null ? [] : [`above ${show.money(above, currency)}`]),
    ...(below === null ? [] : [`below ${show.money(below, currency)}`]),
    ...(notBefore === null ? [] : [`not before ${show.moment(notBefore)}`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
};
