/** Starts the stand-in as a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { endWithParent } from '../end-with-parent.js';
import { ownScript } from '../own-script.js';
import type { Counts, Faults } from './faults.js';
import type { Command } from './main.js';
import type { StandInOptions } from './server.js';

export interface StandInProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Sets faults; without any: heals. */
  break(faults?: Partial<Faults>): Promise<void>;
  counts(): Promise<Counts>;
  tell(command: Command): Promise<Counts>;
  /** SIGSTOP, SIGCONT, SIGKILL … */
  signal(signal: NodeJS.Signals): void;
  /** Kills it and waits for its end. Its events are in its file, where it has one: start it again on the same port. */
  kill(): Promise<void>;
}

export type ProcessOptions = Pick<
  StandInOptions,
  'port' | 'file' | 'systemEvents' | 'version' | 'flushMs' | 'maxAppendBytes'
>;

/** Returns the next line of its output. */
const answer = async (child: ChildProcess): Promise<Record<string, unknown>> => {
  const said = new AbortController();
  const ended = once(child, 'exit', { signal: said.signal }).then(([code]) => {
    throw new Error(`the stand-in ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message', { signal: said.signal }), ended])) as [
    Record<string, unknown>,
  ];
  said.abort();
  return message;
};

/** Starts it on 127.0.0.1 and waits until it listens. */
export const startEventStoreProcess = async (options: ProcessOptions = {}): Promise<StandInProcess> => {
  const script = ownScript('main', import.meta.url);
  const file = script.at(-1) as string;
  const child = fork(file, [JSON.stringify(options)], {
    execArgv: script.slice(0, -1),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.once(
    'exit',
    endWithParent(() => void child.kill('SIGKILL')),
  );
  const { port, url } = (await answer(child)) as { port: number; url: string };
  // An idle stand-in must not keep the tests from ending.
  child.unref();
  child.channel?.unref();
  const tell = async (command: Command): Promise<Counts> => {
    const answered = answer(child);
    child.send(command);
    return (await answered)['counts'] as Counts;
  };
  return {
    url,
    port,
    pid: child.pid as number,
    tell,
    async break(faults = {}) {
      await tell({ do: 'break', faults });
    },
    counts: () => tell({ do: 'counts' }),
    signal: (signal) => void child.kill(signal),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
  };
};
