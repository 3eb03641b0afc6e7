/** The page of an address that has none. */
import { Link } from 'wouter-preact';
import { useTitle } from '../title.js';
import { paths } from '../paths.js';

export const NotFound = () => {
  useTitle('Page not found');
  return (
    <>
      <h1>There is no such page</h1>
      <p>
        Search for a card above, or go to <Link href={paths.start}>the start page</Link>.
      </p>
    </>
  );
};
