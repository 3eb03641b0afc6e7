/** HTTP servers: the API, or health and metrics of a process without it. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withDeadline } from '../base/async/deadline.js';
import { ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import { type ApiDeps, createApi } from './app.js';
import { createHealthServer, type HealthServerDeps } from './health-server.js';

export interface RunningApi {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Accepts no new requests, finishes those in progress (bounded by limits.shutdownMs), then closes. */
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

interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly runtime: Runtime;
}

const startServer = async (
  createListener: (isDraining: () => boolean) => RequestListener,
  { host, port, runtime }: ListenOptions,
): Promise<RunningApi> => {
  let draining = false;
  const server = createServer(createListener(() => draining));
  // Bounds how long a client that sends its headers slowly holds a connection.
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    async close() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A connection kept alive by a request in progress would delay the end by its five idle seconds.
      server.keepAliveTimeout = 1;
      await withDeadline(closed, { runtime, ms: limits.shutdownMs }, () => server.closeAllConnections());
      await closed;
    },
  };
};

/** Starts the API; port 0 picks a free port. Throws CONFIG_INVALID naming HOST or PORT. */
export const startApi = (deps: ApiDeps & ListenOptions): Promise<RunningApi> =>
  startServer((isDraining) => createApi(deps, isDraining), deps);

/** Starts the health server of a process without the API. Throws as `startApi` does. */
export const startHealthServer = (deps: HealthServerDeps & ListenOptions): Promise<RunningApi> =>
  startServer((isDraining) => createHealthServer(deps, isDraining), deps);
