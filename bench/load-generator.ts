/** Generates load from a separate process, so that it does not share the event loop of the measured server. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

export interface Shot {
  /** Answers per second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');

/** Requests `url` for `seconds` over `connections` connections, at most `rate` a second if given. Throws on non-200s. */
export const shoot = async (
  url: string,
  options: { seconds: number; connections?: number; rate?: number; headers?: Readonly<Record<string, string>> },
): Promise<Shot> => {
  const { seconds, connections = 32, rate, headers = {} } = options;
  const args = [
    '-j',
    '-d',
    String(seconds),
    '-c',
    String(connections),
    ...(rate === undefined ? [] : ['-R', String(Math.floor(rate))]),
  ];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  const child = spawn(process.execPath, [program, ...args, url], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  const found = JSON.parse(output) as {
    requests: { average: number };
    latency: { p50: number; p99: number };
    errors: number;
    non2xx: number;
  };
  if (found.errors + found.non2xx > 0)
    throw new Error(`${url}: ${found.errors} errors, ${found.non2xx} answers with a status other than 200`);
  return { rate: found.requests.average, p50Ms: found.latency.p50, p99Ms: found.latency.p99 };
};
