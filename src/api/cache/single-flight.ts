/** One answer for all who ask the same at the same time. */

export interface SingleFlight<T> {
  /**
   * What `work` gives, or what it gave for another who asked before: then only if it `stillHolds`, since the other's work may
   * have looked before something happened that this caller knows of. Who finds it does not waits for work that began after
   * the call, or begins it. A failure is kept for nobody: those who joined ask once more, together.
   */
  run(key: string, work: () => Promise<T>): Promise<{ readonly value: T; readonly joined: boolean }>;
}

/** Creates flights of which none is under way. */
export const createSingleFlight = <T>(stillHolds: (value: T) => boolean): SingleFlight<T> => {
  const underWay = new Map<string, Promise<T>>();
  const start = (key: string, work: () => Promise<T>): Promise<T> => {
    // Gone from the map before anybody hears of its end.
    const flight = work().finally(() => underWay.delete(key));
    underWay.set(key, flight);
    return flight;
  };
  return {
    async run(key, work) {
      const flight = underWay.get(key);
      if (flight !== undefined) {
        const value = await flight.catch(() => undefined);
        if (value !== undefined && stillHolds(value)) return { value, joined: true };
        const later = underWay.get(key);
        if (later !== undefined) return { value: await later, joined: true };
      }
      return { value: await start(key, work), joined: false };
    },
  };
};
