/** Numbers and times as people read them. Money is never rounded: the API gives the currency's exact decimals. */

const locale = navigator.language;

/** Returns a function that makes a value once for each text: a formatter takes longer to make than to use a hundred times. */
const once = <T>(make: (text: string) => T): ((text: string) => T) => {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    made.set(text, value);
    return value;
  };
};

const amounts = once((currency) => new Intl.NumberFormat(locale, { style: 'currency', currency }));
const signedAmounts = once(
  (currency) => new Intl.NumberFormat(locale, { style: 'currency', currency, signDisplay: 'exceptZero' }),
);
const percentages = new Intl.NumberFormat(locale, {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const counts = new Intl.NumberFormat(locale);
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const shortDays = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

/** Returns an amount with its currency, such as $45.99; a dash for none. */
export const money = (amount: number | null, currency: string): string =>
  amount === null ? '–' : amounts(currency).format(amount);

/** Returns a signed amount, such as +$1.20. */
export const signedMoney = (amount: number, currency: string): string => signedAmounts(currency).format(amount);

/** Returns a change such as +12.3 %; 12.3 is given as 12.3. */
export const percent = (percentage: number): string => percentages.format(percentage / 100);

export const count = (value: number): string => counts.format(value);

/** Returns a number of things, such as "1 card" or "2 cards". */
export const counted = (value: number, thing: string): string => `${count(value)} ${thing}${value === 1 ? '' : 's'}`;

const asDate = (time: string): Date => new Date(time);

/** Returns a moment in the reader's own zone. */
export const moment = (time: string): string => moments.format(asDate(time));

/** Returns the day of a source's stamp, as the API counts days: in UTC. */
export const day = (time: string): string => days.format(asDate(time));

/** Returns the day of a stamp that stands beside another one: without the year if it is the same. */
export const dayBeside = (time: string, other: string): string =>
  time.slice(0, 4) === other.slice(0, 4) ? shortDays.format(asDate(time)) : day(time);

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Returns how long ago a moment was, or how far ahead it is, such as "3 hours ago". */
export const ago = (time: string, nowMs: number): string => {
  const seconds = (asDate(time).getTime() - nowMs) / 1_000;
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return relative.format(Math.round(seconds / size), unit);
};

/** Returns how many decimals a currency has. */
export const decimalsOf = (currency: string): number => amounts(currency).resolvedOptions().maximumFractionDigits ?? 2;
