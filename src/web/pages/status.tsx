import { useTitle } from '../title.js';

const Status = () => {
  useTitle('Status');
  return <h1>Status</h1>;
};

export default Status;
