/** The title of a page, in the browser's tab and history. */
import { useEffect } from 'preact/hooks';

/** Sets the title while the page is shown; `undefined`: not known yet. */
export const useTitle = (title: string | undefined): void =>
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · TCG Price Ledger`;
  }, [title]);
