/** Progress; `what` is the plural of the things counted. */
export type Progress = { readonly what: string; readonly done: number; readonly total: number };

export type OnProgress = (progress: Progress) => void;
