/** The pages of a user's account. */
import { signOut } from '../../session.js';
import { useTitle } from '../../title.js';

const Account = () => {
  useTitle('Account');
  return (
    <>
      <h1>Account</h1>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </>
  );
};

export default Account;
