/** What belongs to the user: its queries have keys that begin with `mine`, and show the user's last command. */
import { type Asked, type Every, queries, useAnswer } from '../../answer.js';
import { replyOf } from '../../api.js';

/** The position of the last command: read models are asked for at least that. */
let position: string | undefined;

/** The query parameter of reads that have to show the last command. */
export const newest = (): { readonly min_position?: string } =>
  position === undefined ? {} : { min_position: position };

export const useMine = <T>(
  key: readonly unknown[],
  ask: () => Promise<T>,
  options: { readonly enabled?: boolean; readonly keep?: boolean; readonly everyMs?: Every<T> } = {},
): Asked<T> => useAnswer(['mine', ...key], ask, options);

/**
 * Sends a command; everything that is the user's is asked again. `gone`: the id of what the command deleted, which nothing asks
 * for any more. Returns the answer. Throws as `replyOf`.
 */
export const order = async <T>(call: Parameters<typeof replyOf<T>>[0], gone?: string): Promise<T> => {
  const { body, headers } = await replyOf(call);
  position = headers.get('Ledger-Position') ?? position;
  void queries.invalidateQueries({
    queryKey: ['mine'],
    predicate: ({ queryKey }) => gone === undefined || !queryKey.includes(gone),
  });
  return body;
};

/** The header of a command that is done once, however often it is sent. */
export const once = (key: string) => ({ 'Idempotency-Key': `"${key}"` });
