/**
 * Opens a cluster in a separate process for the specs. Takes options as JSON on the command line, and commands as lines
 * on standard input ("close"). Ends with its standard input, so that no spec can leave it running.
 */
import { createInterface } from 'node:readline';
import { openEmbeddedPostgres } from '../../../../src/embedded/postgres/cluster.js';
import type { Internals } from '../../../../src/embedded/postgres/start.js';
import { systemRuntime } from '../../../../src/base/runtime.js';

interface Order {
  readonly dataDir: string;
  readonly settings: Record<string, string>;
  readonly internals?: Internals;
  readonly binDir?: string;
}

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

const order = JSON.parse(process.argv[2] ?? '') as Order;
const { internals, ...options } = order;

const input = createInterface({ input: process.stdin });
input.on('close', () => process.exit(0));
// a program that drains first does not end on Ctrl-C alone
process.on('SIGINT', () => say({ interrupted: true }));

try {
  const onRestart = (line: string): void => say({ restarted: line });
  const cluster = await openEmbeddedPostgres({ ...options, runtime: systemRuntime(), onRestart }, internals);
  cluster.lost.addEventListener('abort', () => say({ lost: String(cluster.lost.reason) }));
  input.on('line', (line) => {
    if (line === 'exit') process.exit(0);
    if (line === 'pid') {
      say({ pid: cluster.pid });
      return;
    }
    if (line === 'throw') throw new Error('thrown on demand');
    void cluster.close().then(() => say({ closed: true }));
  });
  const { url, adminUrl, joined, alone, version, pid } = cluster;
  say({ url, adminUrl, joined, alone, version, pid });
} catch (error) {
  say({ code: (error as { code?: string }).code, message: String(error) });
}
