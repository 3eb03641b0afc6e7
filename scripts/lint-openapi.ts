/** Fails if docs/openapi.json breaks a rule of Spectral's or Redocly's: part of `npm run lint`. */
import { readOpenApi } from '../src/api/openapi-document.js';
import { acceptedWarnings, findingsIn, isAccepted } from './openapi-rules.js';

const findings = await findingsIn(readOpenApi());
for (const finding of findings) {
  const { linter, severity, rule, place, message } = finding;
  const verdict = isAccepted(finding) ? `accepted: ${acceptedWarnings[rule] ?? ''}` : severity;
  process.stderr.write(`${linter} ${rule} ${place}: ${message} (${verdict})\n`);
}
const refused = findings.filter((finding) => !isAccepted(finding));
if (refused.length > 0) process.exitCode = 1;
