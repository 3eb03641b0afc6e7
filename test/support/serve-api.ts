/** The API on a free port of loopback, as tests need it. */
import type { ApiDeps } from '../../src/api/app.js';
import { type ListenOptions, type RunningApi, startApi } from '../../src/api/server.js';
import { silentLogger } from '../../src/base/logger.js';

/** Serves the API of a ledger with real data; `deps` may replace the silent logger and the rest. */
export const serveApi = (
  deps: Pick<ApiDeps, 'database' | 'log' | 'runtime'> & Partial<ApiDeps & ListenOptions>,
): Promise<RunningApi> => startApi({ logger: silentLogger, simulated: false, host: '127.0.0.1', port: 0, ...deps });
