/** Fails if docs/openapi.json breaks a rule of Spectral's or Redocly's: part of `npm run lint`. */
import { readOpenApi } from '../src/api/openapi-document.js';
import { acceptedWarnings, findingsIn, isAccepted } from './openapi-rules.js';

const findings = await findingsIn(readOpenApi());
const refused = findings.filter((finding) => !isAccepted(finding));
for (const { linter, severity, rule, place, message } of refused)
  process.stderr.write(`${linter} ${rule} ${place}: ${message} (${severity})\n`);
for (const [rule, reason] of Object.entries(acceptedWarnings)) {
  const accepted = findings.filter((finding) => finding.rule === rule).length;
  process.stderr.write(`accepted: ${rule}, ${accepted} times. ${reason}\n`);
}
if (refused.length > 0) process.exitCode = 1;
