import { archivePassword, type PackageDescription } from '../../../formats/evidence-package/index.ts'
import type { Cover } from './page.ts'

type Written = {
  readonly findings: readonly string[]
  readonly readable: PackageDescription['readable']
  readonly printed: PackageDescription['printed']
  readonly checkpoints: readonly string[]
}

/** What `data/package.json` says. */
export function describe(
  { one, organisation, byName, items, withheld }: Cover,
  written: Omit<Written, 'readable'> & { readonly readable: readonly Written['readable'][number][] },
): PackageDescription {
  return {
    form: 'tocsin-package/1',
    id: one.id,
    made: one.createdAt.toISOString(),
    organisation: { id: one.owner, name: organisation },
    by: { kind: one.byKind, id: one.by, name: byName },
    purpose: one.purpose,
    recipient: one.recipient,
    about: { kind: one.about.kind, title: one.about.title, subjects: [...one.about.subjects] },
    language: one.language,
    originals: one.originals,
    password: one.originals === 'sealed' ? archivePassword : null,
    items: [...items],
    withheld,
    findings: [...written.findings],
    readable: [...written.readable],
    printed: written.printed,
    checkpoints: [...written.checkpoints],
  }
}
