/** Limits for a snapshot, the same for writing and reading. */
export type Limits = {
  /** Compressed bytes read from the source. */
  readonly input: number;
  /** Bytes after decompression: contents, headers and padding. */
  readonly unpacked: number;
  /** Total size of all contents. */
  readonly contents: number;
  /** Size of one file, enough for 3.5 million sockets. */
  readonly file: number;
  /** Number of files and links. */
  readonly members: number;
  /** Size of `procnet-snapshot.json`. */
  readonly document: number;
};

const mebibyte = 1 << 20;

export const limits: Limits = {
  input: 1024 * mebibyte,
  unpacked: 2560 * mebibyte,
  contents: 1024 * mebibyte,
  file: 512 * mebibyte,
  members: 1 << 21,
  document: 32 * mebibyte,
};

export const mebibytes = (bytes: number): string => `${Math.floor(bytes / mebibyte)} MiB`;
