/** The state of an alert as a badge. */
import { type Alert, stateOf, stateWords } from './state.js';

export const StateOf = ({ alert }: { readonly alert: Pick<Alert, 'status' | 'watches'> }) => {
  const state = stateOf(alert);
  return <span class={`state ${state}`}>{stateWords[state]}</span>;
};
