// Writes docs/openapi.json from the contracts, so that a change of the API shows in the diff; with --check it only compares.
import { openWith } from '../src/app/context.ts'
import { buildRouter } from '../src/app/router.ts'
import { openReceiver } from '../src/domain/intake/index.ts'
import { readConfig } from '../src/platform/config.ts'
import { openLive } from '../src/platform/live.ts'
import { openLogger } from '../src/platform/logger.ts'
import { withScratchDatabase, writeOrCheck } from './scratch.mjs'

const text = await withScratchDatabase(async ({ folder, applicationUrl }) => {
  const log = openLogger('silent')
  const config = readConfig({ TOCSIN_DATA: folder, TOCSIN_DNS: 'off' })
  const opened = await openWith(config, log, { application: applicationUrl }, async () => {})
  const live = openLive(applicationUrl, log)
  const { http } = await buildRouter(opened.ctx, opened.authPool, openReceiver(opened.ctx, []), live, opened.location.sources, null)
  await http.app.ready()
  const document = http.app.swagger()
  await http.app.close()
  await live.close()
  await opened.close()
  if (Object.keys(document.paths).length < 20) throw new Error('hardly any route is described')
  return `${JSON.stringify(document, null, 1)}\n`
})
process.exit(writeOrCheck({ 'docs/openapi.json': text }, 'scripts/openapi.mjs'))
