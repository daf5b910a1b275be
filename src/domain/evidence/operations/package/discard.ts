import { Failure, present } from '../../../../base/failure.ts'
import type { ItemId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import type { Package, PackageId } from '../../package/package.ts'
import { mayExport, mayRetain } from '../../policy.ts'
import { findPackage, listPackagesDue, setFailed, setGone, setGoneWith } from '../../store/packages.ts'
import { dropPackagesJob } from './drop.ts'

/** Removes the file before its time, or stops the making. The row stays. Fails with `evidence.no-package`, `evidence.package-gone`. */
export async function discardPackage(work: Work, id: PackageId): Promise<Package> {
  work.require(mayExport(work.actor))
  const found = await findPackage(work.tx, id)
  if (found === undefined || found.owner !== work.actor.organisation) throw new Failure('missing', 'evidence.no-package', `package ${id}`)
  if (!(await setGone(work.tx, id))) throw new Failure('conflict', 'evidence.package-gone', `package ${id} is ${found.state}`)
  work.record('evidence.package-discarded', id)
  work.enqueue(dropPackagesJob, { packages: [id] })
  work.announce('package', id)
  return present(await findPackage(work.tx, id), 'evidence.no-package', `package ${id}`)
}

/** Lets go of every package that holds bytes of items that are destroyed, in the same unit of work. */
export async function dropPackagesWith(work: Work, items: readonly ItemId[]): Promise<void> {
  const gone = await setGoneWith(work.tx, items)
  if (gone.length === 0) return
  for (const id of gone) work.announce('package', id)
  work.enqueue(dropPackagesJob, { packages: [...gone] })
}

const day = 86_400_000

/** Those of the acting organisation whose time is up; and those that were never finished are said to have failed. */
export async function sweepPackages(work: Work): Promise<void> {
  work.require(mayRetain(work.actor))
  const due = await listPackagesDue(work.tx, work.now, new Date(work.now.getTime() - day))
  for (const { id, made } of due) {
    if (made) await setGone(work.tx, id)
    else await setFailed(work.tx, id, 'evidence.package-unfinished')
    work.record(made ? 'evidence.package-expired' : 'evidence.package-failed', id)
    work.announce('package', id)
  }
  if (due.length > 0) work.enqueue(dropPackagesJob, { packages: due.map(({ id }) => id) })
}
