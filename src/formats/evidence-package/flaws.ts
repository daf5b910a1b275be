import type { TimestampFlaw } from '../rfc3161/index.ts'
import type { FlawCode } from '../tlog/verify.ts'
import type { ZipFlawCode } from '../zip/index.ts'

/** Everything that can be found wrong with a package; docs/evidence-package.md says what each means. */
export type PackageFlawCode =
  | ZipFlawCode
  | 'bag-malformed'
  | 'bag-without-manifest'
  | 'manifest-malformed'
  | 'manifests-disagree'
  | 'file-changed'
  | 'file-missing'
  | 'file-added'
  | 'description-malformed'
  | 'item-changed'
  | 'item-missing'
  | 'archive-malformed'
  | 'file-unlisted'
  | 'custody-missing'
  | 'custody-foreign'
  | 'export-not-logged'
  | 'checkpoint-replaced'
  | 'seal-missing'
  | 'seal-foreign'
  | 'manifest-changed'
  | 'tag-changed'
  | 'timestamp-malformed'
  | TimestampFlaw['code']
  | FlawCode

/** `file` is a path in the bag. `detail`: in English, for a terminal. */
export type PackageFlaw = { readonly code: PackageFlawCode; readonly detail: string; readonly file?: string }

// a package that is broken throughout is described by its first flaws
const most = 200

export type Flaws = { add(code: PackageFlawCode, detail: string, file?: string): void; list(): readonly PackageFlaw[]; count(): number }

/** Gathers flaws, each once, and no more than can be read. */
export function openFlaws(): Flaws {
  const found = new Map<string, PackageFlaw>()
  let count = 0
  return {
    add(code, detail, file) {
      const key = `${code}\n${detail}\n${file ?? ''}`
      if (found.has(key)) return
      count += 1
      if (found.size < most) found.set(key, file === undefined ? { code, detail } : { code, detail, file })
    },
    list: () => [...found.values()],
    count: () => count,
  }
}
