import type { Interface } from 'node:readline';

/** Milliseconds that a program inside a namespace may take. */
export const patience = 20_000;

/** Lines of a program as they come, one a call; rejects if it ends or says nothing. */
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
      const timer = setTimeout(
        () => fail(new Error(`no line within ${patience} ms: ${describe()}`)),
        patience,
      );
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
