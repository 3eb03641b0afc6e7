import type { Command } from 'commander';
import { diagnose } from '../../app/doctor.js';
import { startSession } from '../command.js';

/** `tcg-ledger doctor` */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('each engine: configured how, reachable, version; who is behind by how much; the sources')
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const findings = await diagnose(session);
      const ok = findings.every((finding) => finding.ok);
      session.output.answer({ ok, findings }, () =>
        findings.map(({ part, ok: good, detail }) => `${good ? 'ok  ' : 'FAIL'}  ${part}: ${detail}`).join('\n'),
      );
      if (!ok) process.exitCode = 1;
    });
};
