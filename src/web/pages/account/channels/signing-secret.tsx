import { Secret } from '../../../components/secret.js';

/** Shows a signing secret; no answer shows it again. */
export const SigningSecret = ({ text, hint }: { readonly text: string; readonly hint: string }) => (
  <div class="notice" role="status">
    <p>
      <strong>The signing secret is shown this once: copy it now.</strong>
    </p>
    <Secret label="Signing secret" text={text} hint={hint} />
  </div>
);
