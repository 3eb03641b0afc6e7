/** HTTP servers: the API, or health and metrics of a process without it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { withDeadline } from '../base/async/deadline.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { type ApiDeps, createApi } from './app.js';
import { createHealthServer, type HealthServerDeps } from './health-server.js';
import { createMalformedRequests } from './malformed-requests.js';
import type { HttpApp } from './pre-middleware.js';

export interface RunningApi {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Accepts no new requests, ends streams, finishes other requests (bounded by limits.shutdownMs), then closes. */
  close(): Promise<void>;
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const expected =
        error.code === 'EADDRINUSE' ? 'a free port' : 'an address of this machine that may be listened on';
      const field = error.code === 'EADDRINUSE' || error.code === 'EACCES' ? `PORT=${port}` : `HOST=${host}`;
      reject(
        ledgerError('CONFIG_INVALID', `${field}: expected ${expected} (${error.code ?? error.message})`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, resolve);
  });

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly runtime: Runtime;
  /** In milliseconds; for tests. Default: those of limits.ts. */
  readonly timeouts?: Partial<typeof defaultTimeouts>;
}

const defaultTimeouts = {
  keepAliveMs: limits.keepAliveMs as number,
  requestHeadMs: limits.requestHeadMs as number,
  requestMs: limits.requestMs as number,
  connectionStallMs: limits.connectionStallMs as number,
  /** How often Node looks for requests that take too long; its default of 30 s would be added to the limits. */
  checkMs: 5_000,
};

const startServer = async (
  createApp: (shutdown: AbortSignal) => HttpApp,
  { host, port, runtime, timeouts }: ListenOptions,
): Promise<RunningApi> => {
  const draining = new AbortController();
  const app = createApp(draining.signal);
  const malformed = createMalformedRequests(app, runtime);
  const { keepAliveMs, requestHeadMs, requestMs, connectionStallMs, checkMs } = { ...defaultTimeouts, ...timeouts };
  const options = {
    keepAliveTimeout: keepAliveMs,
    headersTimeout: requestHeadMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: limits.requestHeadBytesMax,
    // Checked by the first step (pre-middleware.ts), which answers a problem.
    requireHostHeader: false,
  };
  const server = createServer(options, (request, response) => {
    malformed.note({ request, response });
    if (draining.signal.aborted) response.shouldKeepAlive = false;
    app.listener(request, response);
  });
  server.timeout = connectionStallMs;
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', malformed.onError);
  server.on('connect', malformed.onConnect);
  server.on('checkExpectation', (request, response) =>
    app.refuse(request, response, 'EXPECTATION_FAILED', 'Expect: expected 100-continue or none'),
  );
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      draining.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Opened in advance, by a balancer or by fetch, without a request yet: Node does not count them as idle.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      // A connection kept alive by a request in progress would delay the end by its five idle seconds.
      server.keepAliveTimeout = 1;
      await withDeadline(closed, { runtime, ms: limits.shutdownMs }, () => server.closeAllConnections());
      await closed;
    },
  };
};

/** Starts the API; port 0 picks a free port. Throws CONFIG_INVALID naming HOST or PORT. */
export const startApi = (deps: ApiDeps & ListenOptions): Promise<RunningApi> =>
  startServer((shutdown) => createApi(deps, shutdown), deps);

/** Starts the health server of a process without the API. Throws as `startApi` does. */
export const startHealthServer = (deps: HealthServerDeps & ListenOptions): Promise<RunningApi> =>
  startServer((shutdown) => createHealthServer(deps, () => shutdown.aborted), deps);
