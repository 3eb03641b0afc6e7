/** A source behind access tokens: its server hands them out, expires them as a test says, and counts what it was asked for. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSourceClient, type SourceClient } from '../../../src/collecting/http/client.js';
import { type Consents, openConsents } from '../../../src/collecting/consents.js';
import type { TokenOf } from '../../../src/collecting/http/token.js';
import { openRequestLog, type RequestLog } from '../../../src/collecting/http/request-log.js';
import type { Authorisation, Source } from '../../../src/collecting/source.js';
import type { Ground, TestRuntime } from '../world.js';
import { settings, testRuntime, timing } from '../world.js';

export interface Gate {
  readonly url: string;
  /** Requests in order: method, path and, of tokens, the form. */
  readonly asked: string[];
  /** Headers Authorization of the requests, in order. */
  readonly authorizations: (string | undefined)[];
  /** The tokens that hold. */
  readonly good: Set<string>;
  /** Answers to a request for a token: status and body. The default is a new token for an hour. */
  tokenAnswer: () => { readonly status: number; readonly body: string };
  /** Answers to a file that is asked for with a good token; default: 200 and its path. */
  fileAnswer: (path: string) => { readonly status: number; readonly body: string };
  /** Returns the number of tokens asked for. */
  tokens(): number;
  close(): Promise<void>;
}

export const publicKey = 'public-key-7f3a';
export const privateKey = 'private-key-9c41d2';

/** Starts the server on loopback. */
export const startGate = async (): Promise<Gate> => {
  let minted = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      gate.asked.push(`${request.method ?? ''} ${path} ${body}`.trim());
      gate.authorizations.push(request.headers.authorization);
      const word = request.headers.authorization?.replace(/^bearer /, '') ?? '';
      const isGood = gate.good.has(word);
      const answer =
        path === '/token' ? gate.tokenAnswer() : isGood ? gate.fileAnswer(path) : { status: 401, body: '{}' };
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    authorizations: [],
    good: new Set(),
    tokenAnswer: () => {
      minted += 1;
      const token = `secret-token-${minted}-5be07`;
      gate.good.add(token);
      return {
        status: 200,
        body: JSON.stringify({
          ...{ access_token: token, token_type: 'bearer', expires_in: 3_600, userName: publicKey },
          ...{ '.issued': 'Fri, 07 Jul 2017 16:47:46 GMT', '.expires': 'Fri, 21 Jul 2017 16:47:46 GMT' },
        }),
      };
    },
    fileAnswer: (path) => ({ status: 200, body: JSON.stringify({ path }) }),
    tokens: () => gate.asked.filter((line) => line.startsWith('POST /token')).length,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return gate;
};

export const byForm: Authorisation = {
  path: '/token',
  form: { grant_type: 'client_credentials', client_id: publicKey, client_secret: privateKey },
  scheme: 'bearer',
};

export interface GuardedClient {
  readonly client: SourceClient;
  readonly requests: RequestLog;
  readonly runtime: TestRuntime;
  /** Where the source knows consents. */
  readonly consents: Consents | undefined;
}

/** Opens a client of the server, over an empty request log. */
export const openGuarded = async (
  { database }: Ground,
  { url }: Gate,
  changes: Partial<Source> & { readonly dailyBudget?: number } = {},
): Promise<GuardedClient> => {
  for (const table of ['requests', 'consents', 'consent_requests'])
    await database.query(`delete from collecting.${table}`);
  const { dailyBudget = settings.dailyBudget, ...source } = changes;
  const guarded: Source = {
    name: 'guarded',
    settings: { ...settings, url, dailyBudget },
    parserVersion: 1,
    forbidsMissingFiles: false,
    schedule: { cron: '0 * * * *', lateAfterMs: 0 },
    catalogRefreshMs: Number.POSITIVE_INFINITY,
    stamp: null,
    authorisation: byForm,
    fetch: () => Promise.resolve(),
    ...source,
  };
  const runtime = testRuntime();
  const requests = openRequestLog({ database, runtime, source: guarded });
  const consent = guarded.authorisation?.consent;
  const consents = consent === undefined ? undefined : openConsents({ database, runtime }, guarded.name, consent);
  const client = createSourceClient({ source: guarded, userAgent: 'Test/1.0.0', runtime, requests, timing, consents });
  return { client, requests, runtime, consents };
};

/** Gets a file through the client. */
export const getFile = ({ client }: GuardedClient, path: string, of?: TokenOf): Promise<unknown> =>
  client
    .get({
      ...{ path, runId: null, signal: new AbortController().signal, check: (text) => JSON.parse(text) as unknown },
      ...(of === undefined ? {} : { of }),
    })
    .then(({ value }) => value);
