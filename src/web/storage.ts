/** The browser's storage, where it allows one: a profile that blocks cookies throws at each access. */

export const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** Keeps a value; `null` removes it. What cannot be kept holds for this page only. */
export const store = (key: string, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Blocked, or full.
  }
};
