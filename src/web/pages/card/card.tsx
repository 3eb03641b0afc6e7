import { useTitle } from '../../title.js';

const Card = ({ cardId }: { readonly cardId: string }) => {
  useTitle(cardId);
  return <h1>{cardId}</h1>;
};

export default Card;
