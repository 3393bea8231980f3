/** Bound once: takes any Uint8Array, and is faster than joining characters from some ten on. */
const { latin1Slice } = Buffer.prototype;
const fewBytes = 10;

/**
 * Names are untrusted input. Kernel text is bytes: valid UTF-8 is decoded as such, and any other byte 0xNN becomes the lone
 * surrogate U+DCNN (like Python's `surrogateescape`), so nothing is lost.
 */
export const decodeName = (bytes: Uint8Array, start: number, end: number): string => {
  if (end - start >= fewBytes && isAscii(bytes, start, end)) return latin1Slice.call(bytes, start, end);
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80) return text + decodeUtf8(bytes, at, end);
    text += String.fromCharCode(byte);
  }
  return text;
};

const isAscii = (bytes: Uint8Array, start: number, end: number): boolean => {
  let seen = 0;
  for (let at = start; at < end; at++) seen |= bytes[at]!;
  return seen < 0x80;
};

const decodeUtf8 = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  for (let at = start; at < end; ) {
    const size = sequenceLength(bytes, at, end);
    if (size === 0) text += String.fromCharCode(0xdc00 + bytes[at]!);
    else text += String.fromCodePoint(codePoint(bytes, at, size));
    at += size || 1;
  }
  return text;
};

/** Length of the well-formed UTF-8 sequence at `at` (RFC 3629 table), or 0. */
const sequenceLength = (bytes: Uint8Array, at: number, end: number): number => {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > end) return 0;
  const second = bytes[at + 1]!;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < size; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return size;
};

const codePoint = (bytes: Uint8Array, at: number, size: number): number => {
  let value = size === 1 ? bytes[at]! : bytes[at]! & (0x7f >> size);
  for (let i = 1; i < size; i++) value = (value << 6) | (bytes[at + i]! & 0x3f);
  return value;
};

/** Characters a terminal must never get raw: C0, DEL, C1, bidi controls, line separators, lone surrogates, BOM. */
const isUnsafe = (code: number): boolean =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  code === 0x61c ||
  (code >= 0x200e && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) ||
  code === 0xfeff ||
  (code >= 0xd800 && code <= 0xdfff);

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

const escapeForText = (code: number): string => {
  if (code === 0x5c) return '\\\\';
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  return code < 0x80 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
};

const escapeForJson = (code: number): string => `\\u${hex(code, 4)}`;

const replaceUnsafe = (text: string, spell: (code: number) => string, alsoBackslash: boolean): string => {
  let safe = '';
  let kept = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) {
      const next = text.charCodeAt(at + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        at++;
        continue;
      }
    }
    if (!isUnsafe(code) && !(alsoBackslash && code === 0x5c)) continue;
    safe += text.slice(kept, at) + spell(code);
    kept = at + 1;
  }
  return kept === 0 ? text : safe + text.slice(kept);
};

/**
 * What a CI log interprets as a command: `##[` (GitHub Actions) and `##vso[` (Azure Pipelines) anywhere in a line, `::` at
 * the start of one (actions/runner, ActionCommand.TryParse and TryParseV2).
 */
const logCommand = /#(?=#(?:vso)?\[)|(?<=^\s*):(?=:)/g;

let isInterpreted = false;

/** Sets whether output goes to such a log, in which case commands in names are escaped. */
export const expectInterpretedLog = (interpreted: boolean): void => {
  isInterpreted = interpreted;
};

const harmless = (text: string, spell: (code: number) => string): string =>
  isInterpreted ? text.replace(logCommand, (character) => spell(character.charCodeAt(0))) : text;

/**
 * For terminals and CSV: `\x1b`, `\u202e`, and `\\` for a backslash, so the output is unambiguous. A raw byte that is not
 * UTF-8 is shown as `\xNN`, a C1 control character as `\u00NN`.
 */
export const visible = (text: string): string =>
  harmless(replaceUnsafe(text, escapeForText, true), escapeForText);

/** One of our own messages, in which names are already escaped or plain text. */
export const printable = (message: string): string =>
  harmless(replaceUnsafe(message, escapeForText, false), escapeForText);

/** The contents of a JSON string: valid JSON with no raw control, C1 or bidi characters, and nothing lost. */
export const jsonText = (text: string): string =>
  harmless(
    replaceUnsafe(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'), escapeForJson, false),
    escapeForJson,
  );

/** Terminal cells taken by a safe text: 2 for wide East Asian characters and emoji, 0 for combining marks. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at)!;
    if (code > 0xffff) at++;
    width += code < 0x300 ? 1 : wideOrZero(code);
  }
  return width;
};

const wideOrZero = (code: number): number => {
  if (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x200b && code <= 0x200d) ||
    (code >= 0xfe00 && code <= 0xfe0f)
  )
    return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
};
