import { z } from 'zod'
import { defineJob } from '../../../../platform/events.ts'
import { packageFiles } from '../../adapters/package-files.ts'

/** Removes the files of packages that are gone, after the commit that says so. */
export const dropPackagesJob = defineJob({
  name: 'evidence.drop-packages',
  payload: z.object({ packages: z.array(z.uuid()) }),
  async run(ctx, _actor, { packages }) {
    for (const id of packages) await packageFiles.remove(ctx.config, id)
  },
})
