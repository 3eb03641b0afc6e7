/** The API, or the health and figures of a process without one, listening. */
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
  /** Takes no new requests, finishes those under way (bounded by limits.shutdownMs), then closes. */
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

interface Where {
  readonly host: string;
  readonly port: number;
  readonly runtime: Runtime;
}

const startServer = async (
  make: (isDraining: () => boolean) => RequestListener,
  { host, port, runtime }: Where,
): Promise<RunningApi> => {
  let draining = false;
  const server = createServer(make(() => draining));
  // A client that trickles its headers holds a connection for this long and no longer.
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
      // A connection kept alive by the request under way would hold us up for its five idle seconds.
      server.keepAliveTimeout = 1;
      await withDeadline(closed, { runtime, ms: limits.shutdownMs }, () => server.closeAllConnections());
      await closed;
    },
  };
};

/** Starts the API; port 0 takes a free one. Throws CONFIG_INVALID naming HOST or PORT. */
export const startApi = (deps: ApiDeps & Where): Promise<RunningApi> =>
  startServer((isDraining) => createApi(deps, isDraining), deps);

/** Starts what a process without the API answers: health and figures. Throws as `startApi` does. */
export const startHealthServer = (deps: HealthServerDeps & Where): Promise<RunningApi> =>
  startServer((isDraining) => createHealthServer(deps, isDraining), deps);
