/** What a snapshot may hold. The writer refuses what the reader would. */
export type Limits = {
  /** Compressed bytes taken from the source. */
  readonly input: number;
  /** Bytes after decompression: contents, headers and padding. */
  readonly unpacked: number;
  /** All contents together. */
  readonly contents: number;
  /** One file. 3.5 million sockets. */
  readonly file: number;
  /** Files and links together. */
  readonly members: number;
  /** `procnet-snapshot.json`. */
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
