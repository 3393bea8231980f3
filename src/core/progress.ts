/** How far something has come: `what` is counted, in the plural. */
export type Progress = { readonly what: string; readonly done: number; readonly total: number };

export type OnProgress = (progress: Progress) => void;
