/** The colours of the page as a canvas takes them: custom properties resolved for the theme that is on. */

const names = {
  page: '--page',
  line: '--line',
  text: '--text',
  quiet: '--quiet',
  accent: '--accent',
  up: '--up',
  down: '--down',
  warn: '--warn',
} as const;

/** How many lines have a colour of their own (chart.css). */
const lineColours = 6;

export type ChartColours = Readonly<Record<keyof typeof names, string>> & { readonly lines: readonly string[] };

/** Returns the colours that hold within `element` now. */
export const coloursOf = (element: HTMLElement): ChartColours => {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const entries = Object.entries(names).map(([name, property]) => [name, resolve(property)]);
  const lines = Array.from({ length: lineColours }, (_, at) => resolve(`--series-${at}`));
  probe.remove();
  return { ...(Object.fromEntries(entries) as Record<keyof typeof names, string>), lines };
};

/** Returns the name of the colour of the line `at`. */
export const lineColour = (at: number): string => `var(--series-${at % lineColours})`;

/** Calls `listener` when the colours change: by the button, or by the system. Returns how to stop. */
export const onColours = (listener: () => void): (() => void) => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  addEventListener('themechange', listener);
  dark.addEventListener('change', listener);
  return () => {
    removeEventListener('themechange', listener);
    dark.removeEventListener('change', listener);
  };
};
