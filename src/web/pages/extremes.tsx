import { useTitle } from '../title.js';

const Extremes = ({ of }: { readonly of: 'highs' | 'lows' }) => {
  useTitle(of);
  return <h1>{of}</h1>;
};

export default Extremes;
