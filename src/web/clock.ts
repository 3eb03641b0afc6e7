/** The browser's clock and timers: no other file of the dashboard uses them, so that tests can set the time. */
import { useEffect, useState } from 'preact/hooks';

/** Returns milliseconds since 1970. */
const nowMs = (): number => Date.now();

/** Runs `task` once after `delayMs`; returns how to call it off. */
export const after = (delayMs: number, task: () => void): (() => void) => {
  const timer = setTimeout(task, delayMs);
  return () => clearTimeout(timer);
};

/** Returns the time, and renders again every `everyMs`. */
export const useNow = (everyMs = 30_000): number => {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
};

/** Returns `value` once it has not changed for `quietMs`. */
export const useSettled = <T>(value: T, quietMs: number): T => {
  const [settled, settle] = useState(value);
  useEffect(() => after(quietMs, () => settle(value)), [value, quietMs]);
  return settled;
};
