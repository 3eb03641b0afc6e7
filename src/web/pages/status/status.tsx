import { useTitle } from '../../title.js';
import { LiveTicker } from './live-ticker.js';

const Status = () => {
  useTitle('Status');
  return (
    <>
      <h1>Status</h1>
      <LiveTicker />
    </>
  );
};

export default Status;
