/** Each try of a notification. */
import type { Schemas } from '../../api.js';
import { moment } from '../../format.js';

const outcomeWords: Record<Schemas['AttemptShown']['outcome'], string> = {
  delivered: 'delivered',
  failed: 'failed for good',
  interrupted: 'interrupted: its sender ended; sent again',
  retry: 'failed; tried again',
  started: 'under way',
};

export const Attempts = ({ of: attempts }: { readonly of: readonly Schemas['AttemptShown'][] }) =>
  attempts.length === 0 ? (
    <p>No try yet.</p>
  ) : (
    <ol class="attempts">
      {attempts.map(({ number, at, outcome, status, reason, duration_ms: took }) => (
        <li key={number} value={number}>
          {moment(at)}: {outcomeWords[outcome]}
          {status === null ? '' : `, answered ${status}`}
          {took === null ? '' : `, ${took} ms`}
          {reason === null ? '' : ` – ${reason}`}
        </li>
      ))}
    </ol>
  );
