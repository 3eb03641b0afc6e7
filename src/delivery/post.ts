/** One request to the URL of a user, through the guarded agent. */
import { request, type Dispatcher } from 'undici';
import { withDeadline } from '../base/async/deadline.js';
import { errorCode } from '../base/errors.js';
import { reasonOf } from '../base/reason.js';
import type { Runtime } from '../base/runtime.js';
import type { OutgoingRequest } from './formats/chat.js';
import { deliveryLimits } from './limits.js';
import { type Outcome, outcomeOfStatus, readRetryAfter } from './outcome.js';

const userAgent = 'TcgPriceLedger-Notifier/1';

/** Reads a little of an answer, so that its connection can be used again; the rest is cut off. */
const discard = async (body: Dispatcher.ResponseData['body']): Promise<void> => {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).length;
    if (bytes > deliveryLimits.answerBytesMax) break;
  }
};

/** Returns why there was no answer, without host and address: the first is personal, the second shows the network inside. */
const failureText = (error: unknown, url: string): string => {
  if (errorCode(error) === 'WEBHOOK_ADDRESS_REFUSED') return (error as Error).message;
  const text = reasonOf(error).replaceAll(new URL(url).hostname, '(host)');
  return text.replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\[?[0-9a-f]*:[0-9a-f:]+\]?(:\d+)?/gi, '(address)');
};

/** Posts once; follows no redirection. Never throws. */
export const post = async (
  { dispatcher, runtime }: { readonly dispatcher: Dispatcher; readonly runtime: Runtime },
  { url, headers, body }: OutgoingRequest,
): Promise<Outcome> => {
  const late = new AbortController();
  const asking = async (): Promise<Outcome> => {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'user-agent': userAgent, ...headers },
      body,
      signal: late.signal,
    });
    await discard(answer.body).catch(() => undefined);
    const retryAfter = answer.headers['retry-after'];
    return outcomeOfStatus(answer.statusCode, readRetryAfter([retryAfter].flat()[0], runtime.now()));
  };
  const timeout = { runtime, ms: deliveryLimits.attemptMs };
  const failed = (reason: string): Outcome => ({
    ...{ outcome: 'retry', status: null, retryAfterMs: null, throttled: false },
    reason,
  });
  return withDeadline(
    asking().catch((error: unknown) => failed(failureText(error, url))),
    timeout,
    () => {
      late.abort();
      return failed(`no answer within ${deliveryLimits.attemptMs / 1_000} s`);
    },
  );
};
