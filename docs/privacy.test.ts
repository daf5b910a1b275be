import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { evidenceSources } from '../src/app/sources.ts'
import { defaultDays, retentionKinds } from '../src/domain/evidence/contract.ts'
import { retentionSources } from '../src/domain/evidence/jobs.ts'

// people answer for personal data with this page in hand: what it says of periods and requests must be so

const page = readFileSync(new URL('privacy.md', import.meta.url), 'utf8')

test('docs/privacy.md states the period of each kind of data, and whether anything goes by it', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (yes|no) \|$/gm)].map(([, kind, days, goes]) => [kind, Number(days), goes])
  const enforced = new Set(retentionSources(evidenceSources).map(({ kind }) => kind))
  expect(rows).toEqual(retentionKinds.map((kind) => [kind, defaultDays[kind], enforced.has(kind) ? 'yes' : 'no']))
})

test('docs/privacy.md names the kinds of data that a request of a data subject reaches', () => {
  const [, list = ''] = /What these searches cover, by kind of data: (.*)\.\n/.exec(page) ?? []
  const named = [...list.matchAll(/`([\w.-]+)`/g)].map(([, kind]) => kind)
  expect(named).toEqual(['evidence.item', ...evidenceSources.subjects.map(({ kind }) => kind)])
})
