import { z } from 'zod'
import { defineJob } from '../../../../platform/events.ts'
import { removePackageFile } from '../../adapters/package-files.ts'
import type { PackageId } from '../../package/package.ts'

/** Removes the files of packages that are gone, after the commit that says so. */
export const dropPackagesJob = defineJob({
  name: 'evidence.drop-packages',
  payload: z.object({ packages: z.array(z.uuid()) }),
  async run(ctx, _actor, { packages }) {
    for (const id of packages) await removePackageFile(ctx.config, id as PackageId)
  },
})
