/**
 * Stops the server of a process that ends without closing it: kill -9, an uncaught exception, process.exit.
 *
 * Every opening has a small process of its own that waits for the end of its standard input, which the kernel closes with
 * the opening's process, however that ends. It then runs watchdog-main.ts, which stops the server unless another process
 * uses it. It is a shell while it waits, at a megabyte; Windows, which has none, takes Node. It has its own session, so that
 * Ctrl-C and the end of a terminal do not reach it. Rejected: `setpriv --pdeathsig`, because it ends the server with the
 * process that started it, whoever else uses it. Rejected: Node's exit event, because kill -9 has none.
 */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../base/paths.js';
import type { Layout } from './layout.js';
import { serverEnvironment } from './run.js';

export interface Watchdog {
  /** Ends it without an effect. May be called again. */
  dismiss(): void;
}

/** Argument with which watchdog-main.ts itself waits for the end of its standard input. */
export const waitArgument = '--wait';

/** Returns the command that stops an unused server. Runs the source with tsx if this module is not compiled. */
const stopCommand = (layout: Layout): string[] => {
  const script = fileURLToPath(new URL('./watchdog-main', import.meta.url));
  const isSource = import.meta.url.endsWith('.ts');
  const args = isSource ? ['--import', 'tsx', `${script}.ts`] : [`${script}.js`];
  return [process.execPath, ...args, layout.root];
};

/** Starts the watchdog of this process. Without a shell or Node there is none: the next opening joins the server then. */
export const startWatchdog = (layout: Layout): Watchdog => {
  const [node = '', ...args] = stopCommand(layout);
  // a line on its input dismisses it, an end without a line does not
  const [file, ...rest] =
    process.platform === 'win32'
      ? [node, ...args, waitArgument]
      : ['sh', '-c', 'read -r _ || exec "$@"', 'tcg-ledger-watchdog', node, ...args];
  const child = spawn(file ?? node, rest, {
    cwd: packageRoot,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.unref();
  const stdin = child.stdin as Socket;
  stdin.on('error', () => undefined);
  stdin.unref();
  return {
    dismiss: () => {
      if (!stdin.writableEnded) stdin.end('dismissed\n');
    },
  };
};
