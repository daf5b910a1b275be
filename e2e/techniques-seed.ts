import type { BrowserContext } from 'playwright-core'
import { expect } from 'vitest'
import { ask } from './desk.ts'

export type SeededTechnique = { readonly technique: string; readonly run: string }

/** A technique of the acting organisation's with a stated result, and a run of it over all of its reports. */
export async function seedTechnique(context: BrowserContext): Promise<SeededTechnique> {
  const { id } = await ask<{ id: string }>(context, 'POST', '/api/techniques', {
    kind: 'rules',
    name: 'Forged hand-over',
    description: 'Lines that were written by whoever sent it.',
    text: 'rule "Any link" { links above 0 }\nrule "Dialler" { text contains ("call now", "premium") }\n',
    tlp: 'amber',
    permitted: 'internally-visible',
  })
  await ask(context, 'POST', `/api/techniques/${id}/results`, {
    ...{ corpus: 'Reports of May', unwanted: 90, wanted: 40, truePositives: 70, falsePositives: 1 },
    ...{ measuredOn: '2026-06-01', measuredBy: 'Ada Lind' },
  })
  const period = { since: '2000-01-01T00:00:00.000Z', until: '2100-01-01T00:00:00.000Z' }
  const run = await ask<{ id: string }>(context, 'POST', '/api/technique-runs', { technique: id, ...period })
  const read = () => ask<{ state: string }>(context, 'GET', `/api/technique-runs/${run.id}`)
  await expect.poll(async () => (await read()).state, { timeout: 30_000 }).toBe('done')
  return { technique: id, run: run.id }
}
