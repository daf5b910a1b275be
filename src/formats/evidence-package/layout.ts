/** Where what stands in an evidence package, below the bag's base directory. docs/evidence-package.md describes it for whoever has to check one. */
export const places = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifests: { sha256: 'manifest-sha256.txt', sha512: 'manifest-sha512.txt' },
  tagManifests: { sha256: 'tagmanifest-sha256.txt', sha512: 'tagmanifest-sha512.txt' },
  description: 'data/package.json',
  hashes: 'data/originals.sha256',
  items: 'data/items/',
  custody: 'data/custody/',
  checkpoint: (number: number) => `data/custody/checkpoint-${number}.txt`,
  findings: 'data/findings/',
  readable: 'data/readable/',
  guide: (language: string) => `data/how-to-check.${language}.html`,
  /** the line of the log that the payload manifest is, with its proof */
  proof: 'seal/proof.json',
  /** that the log of the seal continues the log of the custody lines */
  consistency: 'seal/consistency.json',
  timestampRequest: 'seal/manifest-sha256.txt.tsq',
  timestamp: 'seal/manifest-sha256.txt.tsr',
} as const

/** What is made after the seal, and so is not named in it: it speaks for itself. */
export const afterSeal: ReadonlySet<string> = new Set([
  places.manifests.sha256,
  places.tagManifests.sha256,
  places.tagManifests.sha512,
  places.proof,
  places.consistency,
])

/** The kind of the log's line that seals a package. */
export const sealKind = 'evidence.packaged'
/** The kind of an item's custody line that says it was put into one; `detail.package` names which. */
export const exportKind = 'evidence.exported'

/** Keeps scanners and double clicks away, and no secret. */
export const archivePassword = 'infected'
