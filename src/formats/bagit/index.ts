/** BagIt 1.0 (RFC 8493): manifests and tag files, parsed and written; which files a bag has is the business of whoever holds it. */
export {
  type Algorithm,
  algorithms,
  type ManifestLimits,
  type ManifestLine,
  manifestLimits,
  parseManifest,
  serialiseManifest,
} from './manifest.ts'
export { decodePath, encodePath } from './paths.ts'
export {
  checkDeclaration,
  declaration,
  parseOxum,
  parseTags,
  serialiseOxum,
  serialiseTags,
  type Tag,
  type TagLimits,
  tagLimits,
  tagOf,
} from './tags.ts'
