/**
 * eBay's public keys for notices, by their ids: asked for with a token of the application, kept for an hour, as eBay asks for. Anybody can
 * send ids, so few requests an hour leave this process, whatever comes in; they cost the source's budget nothing.
 */
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import { createSourceClient } from '../../collecting/http/client.js';
import type { ProxyVariables } from '../../collecting/http/proxy.js';
import type { AttemptLog } from '../../collecting/http/send.js';
import type { Source } from '../../collecting/source.js';
import { type NoticeKey, readNoticeKey } from './notice-signature.js';

const hourMs = 3_600_000;
/** Requests an hour, those for tokens among them: eBay has a handful of keys. */
const requestsAnHour = 60;
/** Keys, and ids without a key, that are remembered. */
const remembered = 100;
/** eBay waits for the answer to its notice meanwhile. */
const timing = { attemptMs: 5_000, requestMs: 10_000, retryDelayMsMin: 100, retryDelayMsMax: 1_000 };

const keyPath = (kid: string): string => `/commerce/notification/v1/public_key/${encodeURIComponent(kid)}`;

/** The text of an answer that there is no key of an id. */
const noKey = 'no such key';

/** Counts requests in memory. */
const boundedAttempts = (runtime: Pick<Runtime, 'monotonicMs'>): AttemptLog => {
  let sentMs: number[] = [];
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    begin() {
      const nowMs = runtime.monotonicMs();
      sentMs = sentMs.filter((at) => nowMs - at < hourMs);
      if (sentMs.length >= requestsAnHour)
        return Promise.reject(
          ledgerError('SOURCE_BUDGET_SPENT', `all ${requestsAnHour} requests of an hour are spent`),
        );
      sentMs.push(nowMs);
      return Promise.resolve(sentMs.length);
    },
    lastBegun: () => Promise.resolve(null),
    failed: nothing,
    received: nothing,
  };
};

/** A key, or that eBay has none of this id (`null`), and since when it is known. */
interface Known {
  readonly key: NoticeKey | null;
  readonly sinceMs: number;
}

export interface NoticeKeys {
  /** Returns a key; `null` if eBay has none of this id. Throws the errors of the source's client. */
  get(kid: string): Promise<NoticeKey | null>;
  close(): Promise<void>;
}

/** Opens the keys of a source that is eBay. */
export const openNoticeKeys = ({
  source,
  runtime,
  ...deps
}: {
  readonly source: Source;
  readonly userAgent: string;
  readonly runtime: Runtime;
  readonly proxies?: ProxyVariables;
}): NoticeKeys => {
  const keySource: Source = {
    ...source,
    settings: { ...source.settings, pauseMs: 0 },
    // 404 of anything else, of the path for tokens for example, says nothing of a key.
    readAnswer: ({ path, status }) => (status === 404 && path.startsWith(keyPath('')) ? noKey : null),
  };
  const client = createSourceClient({
    ...deps,
    source: keySource,
    runtime,
    requests: boundedAttempts(runtime),
    timing,
  });
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<NoticeKey | null>>();

  const ask = async (kid: string): Promise<NoticeKey | null> => {
    const path = keyPath(kid);
    const signal = runtime.deadline(limits.sourceRequestMs);
    try {
      const check = (text: string): NoticeKey | null => (text === noKey ? null : readNoticeKey(path, text));
      return (await client.get({ path, runId: null, signal, check })).value;
    } catch (error) {
      // A key that was eBay's an hour ago is so still, as far as is known.
      const before = known.get(kid)?.key;
      if (before != null) return before;
      throw error;
    }
  };

  return {
    async get(kid) {
      const before = known.get(kid);
      if (before !== undefined && runtime.monotonicMs() - before.sinceMs < hourMs) return before.key;
      let asked = asking.get(kid);
      if (asked === undefined) {
        asked = ask(kid).finally(() => asking.delete(kid));
        asking.set(kid, asked);
      }
      const key = await asked;
      known.delete(kid);
      known.set(kid, { key, sinceMs: runtime.monotonicMs() });
      // Ids without a key go first: those of a key are worth more, and anybody can make up others.
      while (known.size > remembered) {
        const oldest = [...known].find((entry) => entry[1].key === null) ?? [...known][0];
        if (oldest !== undefined) known.delete(oldest[0]);
      }
      return key;
    },
    close: () => client.close(),
  };
};
