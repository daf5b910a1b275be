import { foldPath } from '../../base/path.ts'
import type { ZipFlaw } from './member.ts'

export function refuseSame(names: readonly string[]): ZipFlaw[] {
  const met = new Map<string, string>()
  const flaws: ZipFlaw[] = []
  for (const name of names) {
    const before = met.get(foldPath(name))
    if (before === undefined) met.set(foldPath(name), name)
    else {
      const detail = before === name ? `${name} is there twice` : `${name} and ${before} are one file to many systems`
      flaws.push({ code: 'zip-duplicate', name, detail })
    }
  }
  return flaws
}
