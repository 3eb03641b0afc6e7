/** Processes that must not outlive the tests, also where a run is broken off before its hooks. */
const ends = new Set<() => void>();

process.once('exit', () => {
  for (const end of ends) end();
});
// Node dies of these without an exit; CI sends the first when a run takes too long.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Calls `end`, which must not wait, when this process exits; returns how to take that back. */
export const endWithUs = (end: () => void): (() => void) => {
  ends.add(end);
  return () => void ends.delete(end);
};
