/** Program of the watchdog (watchdog.ts): `node watchdog-main.js FOLDER [--wait]`. Stops the server in FOLDER if unused. */
import { systemRuntime } from '../../base/runtime.js';
import { findLayout } from './layout.js';
import { leave } from './leave.js';
import { defaultTimeouts } from './timeouts.js';
import { waitArgument } from './watchdog.js';

const [folder = '', wait] = process.argv.slice(2);

const isDismissed = async (): Promise<boolean> => {
  for await (const _chunk of process.stdin) return true;
  return false;
};

if (wait !== waitArgument || !(await isDismissed())) {
  const layout = findLayout(folder);
  if (layout !== null) await leave({ layout, runtime: systemRuntime(), timeouts: defaultTimeouts, proc: '/proc' });
}
