/** ZIP archives (PKWARE APPNOTE 6.3.10), written as a stream and read strictly: for packages whose every byte has to be accounted for. */
export { readContent, readWhole } from './content.ts'
export type { ZipEntry, ZipFlaw, ZipFlawCode, ZipSource } from './member.ts'
export { type ReadZip, readZip, type ZipLimits, zipLimits } from './read.ts'
export { openZipWriter, type ZipSink, type ZipWriter } from './write.ts'
