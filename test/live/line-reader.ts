import type { Interface } from 'node:readline';
import { hang } from '../support/needs.ts';

/** Returns the next line of a program's output at each call; rejects if the program ends or hangs. */
export const lineReader = (lines: Interface, describe: () => string): (() => Promise<string>) => {
  const waiting: string[] = [];
  let isClosed = false;
  let wake = (): void => {};
  lines.on('line', (line) => {
    waiting.push(line);
    wake();
  });
  lines.on('close', () => {
    isClosed = true;
    wake();
  });
  return () =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no line within ${hang} ms: ${describe()}`)), hang);
      wake = () => {
        const line = waiting.shift();
        if (line === undefined && !isClosed) return;
        clearTimeout(timer);
        wake = () => {};
        if (line === undefined) fail(new Error(`ended without a line: ${describe()}`));
        else done(line);
      };
      wake();
    });
};
