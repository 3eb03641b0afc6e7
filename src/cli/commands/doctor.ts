import type { Command } from 'commander';
import { diagnose } from '../../app/doctor.js';
import { startSession } from '../command.js';

/** Adds `tcg-ledger doctor`. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description(
      'check the engines (configuration, reachability, version), the lag of every subscriber, and the sources',
    )
    .action(async (_options: unknown, command: Command) => {
      const session = startSession(command);
      const findings = await diagnose(session);
      const ok = findings.every((finding) => finding.ok);
      session.output.answer({ ok, findings }, () =>
        findings.map((finding) => `${finding.ok ? 'ok  ' : 'FAIL'}  ${finding.part}: ${finding.detail}`).join('\n'),
      );
      if (!ok) process.exitCode = 1;
    });
};
