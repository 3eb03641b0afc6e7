/** Light, dark, or as the system has it. */
import { useState } from 'preact/hooks';
import { store, stored } from '../storage.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'tcgl-theme';

const read = (): Theme => themes.find((theme) => theme === stored(key)) ?? 'system';

const apply = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme;
  store(key, theme);
  dispatchEvent(new Event('themechange'));
};

apply(read());

export const ThemeButton = () => {
  const [theme, setTheme] = useState(read);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const choose = (): void => {
    apply(next);
    setTheme(next);
  };
  return (
    <button type="button" class="quiet" onClick={choose} aria-label={`Colours: ${theme}. Change to ${next}`}>
      <span aria-hidden="true">{{ system: '◐', light: '☀', dark: '☾' }[theme]}</span>
    </button>
  );
};
