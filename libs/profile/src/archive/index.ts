/** Archive: traces of many ranks in one file (tar). */
export { type ArchiveMember, tarMembers } from './tar-reader.js';
export { TAR_END, tarHeader, tarPadding } from './tar-writer.js';
