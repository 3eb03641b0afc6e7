/** UTC days as numbers: the chart has one bar a day, and so all of its series have the same bars. */
const daySeconds = 86_400;

/** Returns the UTC day of a time or a date, counted from 1970. */
export const dayOf = (time: string): number => Math.floor(Date.parse(time) / 1_000 / daySeconds);

/** Returns the begin of a day, in seconds, as the chart takes it. */
export const secondsOf = (day: number): number => day * daySeconds;

export const dayOfSeconds = (seconds: number): number => Math.floor(seconds / daySeconds);

/** Returns a day as text, such as 2026-11-28. */
export const dateOf = (day: number): string => new Date(secondsOf(day) * 1_000).toISOString().slice(0, 10);
