import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { leafKinds, withoutLeaf } from './testing/witnessed.ts'

// Every act of cooperation is a leaf of the log, or stands on a short list that says why it is none.

const room = new URL('../domain/cooperation/', import.meta.url)
const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
const source = files.map((name) => readFileSync(new URL(name, room), 'utf8')).join('\n')
const acts = Object.keys(
  (JSON.parse(readFileSync(new URL('../../web/src/app/catalogue/en/acts.json', import.meta.url), 'utf8')) as { cooperation: object })
    .cooperation,
)
const exempt = Object.values(withoutLeaf).flat()

test('each act has a leaf or a reason, and the list names no act that there is not', () => {
  expect(acts.length).toBeGreaterThan(100)
  expect([...exempt, ...Object.keys(leafKinds)].filter((act) => !acts.includes(act))).toEqual([])
  expect(new Set(exempt).size).toBe(exempt.length)
  expect(exempt.filter((act) => act in leafKinds)).toEqual([])
  // a leaf is written by its name, or by one that is put together
  const names = new Set([...source.matchAll(/witness\w*\(\s*(?:work,\s*)?'cooperation\.([a-z-]+)'/g)].map(([, name]) => name))
  const begins = [...source.matchAll(/witness\(\s*`cooperation\.([a-z-]*)\$\{/g)].map(([, begin = '']) => begin)
  const written = (act: string) => {
    const kind = leafKinds[act] ?? act
    return names.has(kind) || begins.some((begin) => (begin === '' ? act.startsWith('release-') : kind.startsWith(begin)))
  }
  const without = acts.filter((act) => !exempt.includes(act) && !written(act))
  expect(without).toEqual([])
})
