import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '../../platform/config.ts'
import { openLogger } from '../../platform/logger.ts'
import { cleanUp, scratchFolder } from '../../platform/testing/scratch.ts'
import { restoreDump } from './from-dump.ts'

afterEach(cleanUp)

test('a dump that is not there is named, and nothing is begun', async () => {
  const folder = await scratchFolder()
  const data = join(folder, 'data')
  const options = {
    config: readConfig({ TOCSIN_DATA: data }),
    log: openLogger('silent'),
    cited: undefined,
    sample: 1000,
    onProgress: () => {},
  }
  await expect(restoreDump(join(folder, 'no-such.dump'), options)).rejects.toMatchObject({ code: 'platform.dump-missing' })
  expect(existsSync(data)).toBe(false)
})
