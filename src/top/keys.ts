/** A key by name, or the character that it types. */
export type Key = string;

const sequences: readonly (readonly [bytes: string, key: Key])[] = [
  ['\x1b[A', 'up'],
  ['\x1bOA', 'up'],
  ['\x1b[B', 'down'],
  ['\x1bOB', 'down'],
  ['\x1b[5~', 'pageUp'],
  ['\x1b[6~', 'pageDown'],
  ['\x1b[H', 'home'],
  ['\x1bOH', 'home'],
  ['\x1b[1~', 'home'],
  ['\x1b[F', 'end'],
  ['\x1bOF', 'end'],
  ['\x1b[4~', 'end'],
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  ['\x7f', 'backspace'],
  ['\b', 'backspace'],
  ['\x15', 'clear'],
  ['\x03', 'interrupt'],
  ['\x1a', 'suspend'],
  ['\x0c', 'redraw'],
];

/** An unknown sequence, which is skipped as a whole. */
const unknownSequence = /^\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)/;

const first = (text: string): readonly [key: Key | null, length: number] => {
  const known = sequences.find(([bytes]) => text.startsWith(bytes));
  if (known !== undefined) return [known[1], known[0].length];
  const unknown = unknownSequence.exec(text);
  if (unknown !== null) return [null, unknown[0].length];
  if (text.startsWith('\x1b')) return ['escape', 1];
  const character = String.fromCodePoint(text.codePointAt(0)!);
  return [character < ' ' ? null : character, character.length];
};

/** Decodes terminal input into keys. */
export const keysIn = (sent: string): readonly Key[] => {
  const keys: Key[] = [];
  for (let rest = sent; rest !== ''; ) {
    const [key, length] = first(rest);
    if (key !== null) keys.push(key);
    rest = rest.slice(length);
  }
  return keys;
};
