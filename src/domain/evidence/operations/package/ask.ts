import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { Item } from '../../item.ts'
import { mostPackagedItems, mostUnderWay, type Package } from '../../package/package.ts'
import { mayExport } from '../../policy.ts'
import type { PackageSource } from '../../sources.ts'
import { itemsUnder, listItems } from '../../store/items.ts'
import { countPackagesUnderWay, insertPackage } from '../../store/packages.ts'
import { addCustody, ownerOf } from '../custody.ts'

export type Asked = Pick<Package, 'purpose' | 'recipient' | 'language' | 'originals'> & {
  readonly about: { readonly kind: string; readonly subjects: readonly string[] }
}

/**
 * Records that a package is to be made: purpose and recipient as stated, a custody line on each item whose bytes go into it. What a package is about, the room
 * says that knows it. Analysts and above. Fails with `evidence.package-kind`, `evidence.package-empty`, `evidence.package-too-large` and
 * `evidence.packages-under-way`. The caller queues the job.
 */
export async function askPackage(work: Work, sources: readonly PackageSource[], asked: Asked): Promise<Package> {
  work.require(mayExport(work.actor))
  const owner = ownerOf(work)
  const { kind, subjects } = asked.about
  const source = sources.find((one) => one.kind === kind)
  if (source === undefined) throw new Failure('invalid', 'evidence.package-kind', `nothing is packaged by the kind ${kind}`)
  if ((await countPackagesUnderWay(work.tx, owner)) >= mostUnderWay)
    throw new Failure('limited', 'evidence.packages-under-way', 'too many packages are being made')
  const about = await source.gather(work.tx, work.actor, [...new Set(subjects)])
  const { items, withheld } = await treesOf(work, about.items)
  if (items.length === 0) throw new Failure('conflict', 'evidence.package-empty', 'nothing of it is held any more')
  if (items.length > mostPackagedItems)
    throw new Failure('invalid', 'evidence.package-too-large', `${items.length} items are too many`, {
      detail: { most: mostPackagedItems },
    })
  const one: Package = {
    id: newId<'package'>(work.now.getTime()),
    owner,
    about: { kind, subjects: about.subjects, title: about.title },
    purpose: asked.purpose,
    recipient: asked.recipient,
    language: asked.language,
    originals: asked.originals,
    state: 'waiting',
    done: 0,
    total: items.length + about.chapters + 1,
    items: items.length,
    leftOut: items.filter((item) => item.state !== 'kept').length,
    withheld: withheld + about.withheld,
    size: null,
    sha256: null,
    printed: false,
    stamped: false,
    failure: null,
    byKind: work.actor.kind,
    by: work.actor.id,
    createdAt: work.now,
    readyAt: null,
    expiresAt: null,
  }
  await insertPackage(
    work.tx,
    one,
    items.map(({ id }) => id),
  )
  const going = items.filter((item) => item.state === 'kept')
  await addCustody(
    work,
    going.map((item) => ({ item, act: 'exported', detail: { form: 'package', package: one.id } })),
  )
  work.record('evidence.package-asked', one.id, { kind, items: going.length })
  work.announce('package', one.id)
  return one
}

/** The received items with all that came out of them, each once; of child-abuse material nothing but how much there was. */
async function treesOf(work: Work, roots: readonly Item['id'][]): Promise<{ items: readonly Item[]; withheld: number }> {
  const found = new Map<string, Item>()
  for (const root of await listItems(work.tx, [...new Set(roots)])) {
    if (root.owner !== work.actor.organisation) throw new Failure('missing', 'evidence.missing', `item ${root.id}`)
    found.set(root.id, root)
    for (const { parent: _parent, how: _how, ...item } of await itemsUnder(work.tx, root.id)) found.set(item.id, item)
  }
  for (const root of roots) present(found.get(root), 'evidence.missing', `item ${root}`)
  const all = [...found.values()]
  const items = all.filter((item) => item.destroyedWhy !== 'child-material')
  return { items, withheld: all.length - items.length }
}
