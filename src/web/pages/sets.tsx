import { useTitle } from '../title.js';

const Sets = () => {
  useTitle('Sets');
  return <h1>Sets</h1>;
};

export default Sets;
