import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Finding, Run } from './run.ts';

/** Longer than any case takes on a busy machine. */
const hang = 180_000;

type Only = { readonly campaign: string; readonly place: number } | null;
type Task = { readonly seed: number; readonly minutes: number; readonly only: Only };
type Message =
  | { readonly kind: 'at'; readonly campaign: string; readonly place: number }
  | {
      readonly kind: 'end';
      readonly finding: Finding | null;
      readonly counts: readonly (readonly [string, number])[];
    };

const work = async ({ seed, minutes, only }: Task): Promise<void> => {
  const end = performance.now() + minutes * 60_000;
  let last = 0;
  const run = new Run({
    seed,
    only,
    goesOn: () => performance.now() < end,
    onCase(campaign, place) {
      // A case that hangs is within a second of the last one reported.
      if (performance.now() - last < 1_000) return;
      last = performance.now();
      parentPort!.postMessage({ kind: 'at', campaign, place } satisfies Message);
    },
  });
  const finding = await run.find();
  parentPort!.postMessage({ kind: 'end', finding, counts: [...run.counts] } satisfies Message);
};

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const arguments_ = (): Task => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, case: { type: 'string' } },
  });
  const [campaign, place] = values.case?.split(':') ?? [];
  return {
    minutes: Number(positionals[0] ?? 1),
    seed: Number(values.seed ?? Date.now() % 1_000_000_000),
    only: campaign === undefined ? null : { campaign, place: Number(place) },
  };
};

const printFinding = ({ campaign, place, why, input }: Finding, seed: number): void => {
  print(
    `\nFinding: ${why.join('; ')}\n${input}\nReproduce: npm run fuzz -- --seed ${seed} --case ${campaign}:${place}`,
  );
};

/** The cases run in a thread, so that one that never ends is noticed. */
const watch = (task: Task): void => {
  print(`seed ${task.seed}, ${task.minutes} minutes`);
  const worker = new Worker(new URL(import.meta.url), { workerData: task });
  let place = 'the first case';
  let timer = setTimeout(() => {}, 0);
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      print(
        `\nFinding: no answer within ${hang / 1_000} s, after ${place}\nReproduce: npm run fuzz -- --seed ${task.seed}`,
      );
      process.exit(1);
    }, hang);
  };
  restart();
  worker.on('error', (error) => {
    print(String(error.stack));
    process.exit(1);
  });
  worker.on('message', (message: Message) => {
    restart();
    if (message.kind === 'at') {
      place = `${message.campaign}:${message.place}`;
      return;
    }
    clearTimeout(timer);
    print(message.counts.map(([name, count]) => `${count} ${name}`).join(', '));
    if (message.finding === null) print('no findings');
    else printFinding(message.finding, task.seed);
    process.exitCode = message.finding === null ? 0 : 1;
  });
};

if (isMainThread) watch(arguments_());
else await work(workerData as Task);
