/** Single flight: concurrent calls with one key share one result. */

export interface SingleFlight<T> {
  /**
   * Runs `work` once per key at a time. A caller that joins a running call checks its result with `isStillValid`: that call
   * may have read before something the caller knows of. If the result is not valid, the caller joins a call that started
   * later, or starts one. Failures are not shared: the callers that joined try again, together.
   */
  run(key: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly joined: boolean }>;
}

/** Creates a single flight with no call running. */
export const createSingleFlight = <T>(isStillValid: (value: T) => boolean): SingleFlight<T> => {
  const running = new Map<string, Promise<T>>();
  const start = (key: string, work: () => Promise<T>): Promise<T> => {
    // Leaves the map before any caller sees its end.
    const call = work().finally(() => running.delete(key));
    running.set(key, call);
    return call;
  };
  return {
    async run(key, work) {
      const call = running.get(key);
      if (call !== undefined) {
        const value = await call.catch(() => undefined);
        if (value !== undefined && isStillValid(value)) return { value, joined: true };
        const later = running.get(key);
        if (later !== undefined) return { value: await later, joined: true };
      }
      return { value: await start(key, work), joined: false };
    },
  };
};
