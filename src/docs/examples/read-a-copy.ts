// Reads a copy of another machine's /proc and reports everything that could not be read.
import { conns, ReadError, UnsupportedError } from 'procnet';

const [proc = '/proc'] = process.argv.slice(2);

try {
  let rows = 0;
  for (const _ of conns({
    proc,
    onProblem: ({ path, line, field, message }) =>
      console.error(`${path}, line ${line ?? '?'}, ${field ?? 'whole line'}: ${message}`),
  }))
    rows++;
  console.log(`${rows} sockets`);
} catch (error) {
  if (!(error instanceof ReadError || error instanceof UnsupportedError)) throw error;
  console.error(`${error.code}: ${error.path}`);
  process.exitCode = 3;
}
