import { useTitle } from '../title.js';

const CardSet = ({ setId }: { readonly setId: string }) => {
  useTitle(setId);
  return <h1>{setId}</h1>;
};

export default CardSet;
