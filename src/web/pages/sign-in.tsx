import { useTitle } from '../title.js';

const SignIn = () => {
  useTitle('Sign in');
  return <h1>Sign in</h1>;
};

export default SignIn;
