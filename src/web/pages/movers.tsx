import { useTitle } from '../title.js';

const Movers = () => {
  useTitle('Movers');
  return <h1>Movers</h1>;
};

export default Movers;
