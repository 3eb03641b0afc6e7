/** Ends child processes with the test run, also if the run is interrupted before its hooks. */
const ends = new Set<() => void>();

process.once('exit', () => {
  for (const end of ends) end();
});
// Node ends on these without an `exit` event; CI sends the first if a run takes too long.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Calls the synchronous `end` when this process exits. Returns a function that cancels this. */
export const endWithParent = (end: () => void): (() => void) => {
  ends.add(end);
  return () => void ends.delete(end);
};
