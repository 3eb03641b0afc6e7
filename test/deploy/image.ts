/**
 * Runs the Dockerfile without Docker: each stage in a separate folder, its commands unchanged. This shows what the image
 * contains and starts. It does not show what a container adds: another file system, another libc.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { type Copy, DockerfileParser, type From, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { packageRoot } from '../../src/base/paths.js';

const run = promisify(execFile);

export interface Image {
  /** The folder that represents the image's working directory. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
  remove(): Promise<void>;
}

interface Stage {
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
  user: string;
  entrypoint: string[];
  cmd: string[];
  healthcheck: string[];
}

/** Names that .dockerignore includes: it starts with `*`, so that only these are sent to the builder. */
const sentToBuilder = async (): Promise<string[]> => {
  const lines = (await readFile(join(packageRoot, '.dockerignore'), 'utf8')).split('\n');
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (rules[0] !== '*') throw new Error('.dockerignore does not begin with *');
  return rules.slice(1).map((rule) => rule.replace(/^!/, ''));
};

type Stages = ReadonlyMap<string, Stage>;

const copy = async (stages: Stages, stage: Stage, instruction: Copy, sent: readonly string[]): Promise<void> => {
  const from =
    instruction
      .getFlags()
      .find((flag) => flag.getName() === 'from')
      ?.getValue() ?? undefined;
  const args = instruction.getArguments().map((argument) => argument.getValue());
  const target = args.at(-1) ?? '';
  const sources = args.slice(0, -1);
  for (const source of sources) {
    const allowed = from !== undefined || sent.some((name) => source === name || source.startsWith(`${name}/`));
    if (!allowed) throw new Error(`${source} is copied but kept from the builder by .dockerignore`);
    const base = from === undefined ? packageRoot : stages.get(from)?.root;
    if (base === undefined) throw new Error(`no stage ${from}`);
    const to = join(stage.root, stage.workdir, target);
    const intoFolder = target.endsWith('/') || sources.length > 1;
    await mkdir(intoFolder ? to : join(to, '..'), { recursive: true });
    await cp(join(base, source), intoFolder ? join(to, basename(source)) : to, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
};

const stringsOf = (instruction: Instruction): string[] =>
  (instruction as JSONInstruction).getJSONStrings().map((argument) => JSON.parse(argument.getValue()) as string);

const apply = async (
  stages: Stages,
  stage: Stage,
  instruction: Instruction,
  sent: readonly string[],
): Promise<void> => {
  const text = instruction.getArgumentsContent() ?? '';
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = text;
      await mkdir(join(stage.root, text), { recursive: true });
      return;
    case 'ENV':
      stage.env = { ...stage.env, ...Object.fromEntries([text.split('=', 2) as [string, string]]) };
      return;
    case 'COPY':
      return copy(stages, stage, instruction as Copy, sent);
    case 'RUN': {
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...stage.env };
      await run('sh', ['-c', text], { cwd: join(stage.root, stage.workdir), env, maxBuffer: 1 << 26 });
      return;
    }
    case 'USER':
      stage.user = text;
      return;
    case 'ENTRYPOINT':
      stage.entrypoint = stringsOf(instruction);
      return;
    case 'CMD':
      stage.cmd = stringsOf(instruction);
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = JSON.parse(/CMD (\[.*\])/s.exec(text)?.[1] ?? '[]') as string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`${instruction.getKeyword()} is not understood here`);
  }
};

/** Builds the image's last stage under the system's temporary folder, readable by every user. */
export const buildImage = async (): Promise<Image> => {
  const folder = await mkdtemp(join(tmpdir(), 'tcg-ledger-image-'));
  await run('chmod', ['755', folder]);
  const file = DockerfileParser.parse(await readFile(join(packageRoot, 'Dockerfile'), 'utf8'));
  const sent = await sentToBuilder();
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const name = (instruction as From).getBuildStage() ?? 'last';
      stage = {
        root: join(folder, name),
        workdir: '/',
        env: {},
        user: 'root',
        entrypoint: [],
        cmd: [],
        healthcheck: [],
      };
      await mkdir(stage.root, { recursive: true });
      stages.set(name, stage);
    } else if (stage !== undefined) {
      await apply(stages, stage, instruction, sent);
    }
  }
  if (stage === undefined) throw new Error('the Dockerfile has no stage');
  const { root, workdir, ...rest } = stage;
  return { ...rest, workdir: join(root, workdir), remove: () => rm(folder, { recursive: true, force: true }) };
};
