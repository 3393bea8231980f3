import type { Request } from '../core/request.ts';
import type { FileSystem } from '../source/filesystem.ts';
import type { Given } from './ask.ts';
import { loadFilters } from './filter.ts';
import { loadFinder } from './namespaces.ts';
import { loadPlace } from './place.ts';

/** Loads what the request needs, and no other code. Reads a snapshot if the request names one. */
export const loadGiven = async (request: Request, files: FileSystem): Promise<Given> => ({
  ...(await loadPlace(request.source, files)),
  ...(await loadFilters(request)),
  finder: await loadFinder(request),
});
