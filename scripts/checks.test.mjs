import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import config from '../.dependency-cruiser.mjs'
import { checksOf } from './checks.mjs'
import { writeOrCheck } from './scratch.mjs'
import { breaches, built, locked, orderly, plant, spoken } from './testing/planted.mjs'

const made = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Runs a check over a folder with these files. Answers its exit code and all that it said. */
function check(name, files, messages) {
  const folder = plant(files, { messages, packages: name === 'types' })
  made.push(folder)
  return checkFolder(name, folder)
}

function checkFolder(name, folder) {
  const { args } = checksOf(folder).find((one) => one.name === name)
  return new Promise((resolve) => {
    execFile(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? 1), said: `${stdout}${stderr}` }),
    )
  })
}

const tidy = { 'src/one.ts': 'export const one = 1\n' }
const store = (sql) => `import { sql } from 'kysely'\nexport const ask = (tx) => sql\`${sql}\`.execute(tx)\n`

/** For each check: what it passes, and what it must refuse with which words. */
const planted = {
  'format and lint': {
    good: tidy,
    bad: {
      'src/any.ts': 'export const one: any = 1\n',
      'src/bang.ts': 'export const two = (x: string | null) => x!.length\n',
      'src/default.ts': 'export default 1\n',
      'src/enum.ts': 'export enum A {\n  B,\n}\n',
      'src/space.ts': 'export namespace C {\n  export const d = 1\n}\n',
      'src/face.ts': 'export interface E {\n  readonly f: string\n}\n',
      'src/a.test.ts': "import { test } from 'vitest'\n\ntest.skip('x', () => {})\n",
      'src/b.test.ts': "import { test } from 'vitest'\n\ntest.only('x', () => {})\n",
      'src/ignore.ts': `// @ts-${'ignore'}\nexport const g = 1\n`,
      'src/loose.ts': 'export  const  h="x";\n',
      'src/floats.ts': 'async function keep(): Promise<void> {}\n\nexport async function take(): Promise<void> {\n  keep()\n}\n',
    },
    words: [
      'noExplicitAny',
      'noNonNullAssertion',
      'noDefaultExport',
      'noEnum',
      'noNamespace',
      'useConsistentTypeDefinitions',
      'noSkippedTests',
      'noFocusedTests',
      'noTsIgnore',
      'loose.ts format',
      'noFloatingPromises',
    ],
  },
  types: {
    good: { 'package.json': { type: 'module' }, 'src/one.ts': 'export const one: number = 1\n' },
    bad: {
      'package.json': { type: 'module' },
      'src/wrong.ts': "export const one: number = 'x'\n",
      'src/unchecked.ts': 'export const two = (list: readonly string[]): string => list[0]\n',
      'src/optional.ts': 'type A = { readonly b?: string }\nexport const c: A = { b: undefined }\n',
      'src/enum.ts': 'export enum D {\n  E,\n}\n',
      'elsewhere/lost.ts': 'export const lost = 1\n',
    },
    words: ['TS2322', 'unchecked.ts', 'TS2375', 'TS1294', 'elsewhere/lost.ts: no tsconfig includes it'],
  },
  imports: {
    good: orderly,
    bad: Object.assign({}, ...Object.values(breaches)),
    words: config.forbidden.map(({ name }) => `  ${name}: `),
  },
  sql: {
    good: {
      'src/domain/intake/store.ts': store('select id from intake.report join evidence.item using (id)'),
      'db/migrations/0004_intake.sql': 'create table intake.report (id uuid references evidence.item);\n-- cases.case comes later\n',
    },
    bad: {
      'src/domain/intake/store.ts': store('select id from analysis.finding'),
      'src/domain/analysis/store.ts': store('update intake.report set state = 1'),
      'src/domain/evidence/routes.ts': store('select id from evidence.item'),
      'src/domain/directory/operations.ts': "export const f = (tx) => tx.selectFrom('directory.party').execute()\n",
      'src/domain/cases/store.ts': "export const f = (tx) => tx.deleteFrom('evidence.item').execute()\n",
      'src/domain/cooperation/store.ts': "export const f = (tx) => tx.selectFrom(['cases.case as c', 'provider.measure as m']).execute()\n",
      'src/domain/provider/store.ts': store('delete from provider.measure m using assurance.control c where c.id = m.id'),
      'src/domain/nowhere/store.ts': store('select 1'),
      'db/migrations/0003_evidence_more.sql':
        'create function evidence.f() returns void language sql as $$ delete from analysis.finding $$;\n',
    },
    words: [
      'intake reads analysis, which is downstream',
      'analysis writes intake: call an operation of that room',
      'evidence/routes.ts: SQL outside store',
      'directory/operations.ts: SQL outside store',
      'cases writes evidence',
      'cooperation reads provider, which is downstream',
      'provider reads assurance, which is downstream',
      'there is no room nowhere',
      'evidence speaks of analysis, which is downstream',
    ],
  },
  source: {
    good: tidy,
    bad: {
      'src/quiet.ts': `// @ts-${'ignore'}\nexport const a = 1\n`,
      'src/loud.ts': `// biome-${'ignore'} lint/suspicious/noExplicitAny: because\nexport const b: any = 1\n`,
      'src/all.ts': `// biome-${'ignore-all'} lint: all of it\nexport const c = 1\n`,
      'src/a.test.ts': "test.todo('later')\n",
      'src/domain/intake/operations.ts': "import { defineJob, on } from '../../platform/events.ts'\n",
      'docs/how.md': `Look into /${'home'}/ann/tocsin/data.\n`,
      'docs/merge.md': `<<<<<<${'<'} mine\n`,
      'docs/said.md': `An unsayable ${'canary'}, or a canary\nunsayable.\n`,
    },
    messages: ['Begin', `Add an unsayable-${'canary'}`],
    words: [
      'no-type-suppressed',
      'no-rule-suppressed',
      'no-file-suppressed',
      'no-unfinished-test',
      'subscriptions-in-flow',
      'docs/how.md:1\n  no-path-of-a-machine',
      'no-merge-left',
      'docs/said.md\n  words-unsaid',
      /commit [0-9a-f]{7,}\n {2}words-unsaid/,
    ],
  },
  'sizes and names': {
    good: tidy,
    bad: {
      'src/long.ts': '// x\n'.repeat(401),
      'src/utils.ts': '',
      'src/helpers/a.ts': '',
      'src/CamelCase.ts': '',
      'web/src/two_words.tsx': '',
    },
    words: [
      'src/long.ts: 401 lines, 1 past',
      'src/utils.ts: a name that says nothing',
      'src/helpers/a.ts: a name that says nothing',
      'src/CamelCase.ts: names are kebab-case',
      'web/src/two_words.tsx: names are kebab-case',
    ],
  },
  catalogue: {
    good: spoken,
    bad: {
      ...spoken,
      'web/src/app/catalogue/ar/work.json': {},
      'web/src/app/catalogue/zh-CN/work.json': { title: '标题', more: '更多' },
      'web/src/other.tsx':
        "export function Other() {\n  const { t } = useTranslation('work')\n  return <p title='Go back'>{t('nothing')}</p>\n}\n",
    },
    words: [
      'ar/work: title is missing',
      'zh-CN/work: more is not in English',
      'work:nothing is asked for and not in the catalogue',
      'Go back',
    ],
  },
  'lock file': {
    good: locked,
    bad: {
      'package.json': { dependencies: { pg: '^8.0.0' }, devDependencies: { vitest: 'latest' } },
      'package-lock.json': {
        packages: {
          '': {},
          'node_modules/a': { version: '1.0.0', license: 'MIT', resolved: 'https://registry.example/a.tgz' },
          'node_modules/b': { version: '1.0.0', license: 'GPL-3.0' },
          'node_modules/c': { version: '1.0.0', license: 'AGPL-3.0-only' },
          'node_modules/d': { version: '1.0.0', license: 'CC-BY-NC-SA-4.0' },
          'node_modules/e': { version: '1.0.0', license: 'GPL-2.0-only AND LGPL-3.0-or-later' },
          'node_modules/f': { version: '1.0.0' },
          'node_modules/g': { version: '1.0.0', license: '(MIT OR GPL-3.0)' },
          'node_modules/h': { version: '1.0.0', license: 'GPL-3.0', dev: true },
        },
      },
    },
    words: [
      'pg: ^8.0.0',
      'vitest: latest',
      'names an address',
      'GPL-3.0 may not',
      'AGPL-3.0-only may not',
      'NC-SA-4.0 may not',
      'e: licence',
      'f: names no licence',
      '8 packages, 8 wrong',
    ],
  },
  machines: {
    good: locked,
    bad: {
      'package-lock.json': {
        packages: { '': {}, 'node_modules/pg': { optionalDependencies: { 'pg-linux-arm64': '8.0.0', odd: '1.0.0' } } },
      },
    },
    words: ['lacks 1 optional packages of other machines', 'odd@1.0.0'],
  },
  bundle: {
    good: built,
    bad: {
      ...built,
      // random, so that it does not compress below the budget
      'web/dist/assets/main-a1.js': `jsxDEV(${JSON.stringify(randomBytes(300_000).toString('base64'))})\n`,
    },
    words: ['over the budget', 'was built for development'],
  },
}

describe.concurrent('every check', () => {
  const scratch = ['schema', 'api']

  test('has a planted breach here', () => {
    expect([...Object.keys(planted), ...scratch].sort()).toEqual(
      checksOf()
        .map(({ name }) => name)
        .sort(),
    )
    expect(Object.keys(breaches).sort()).toEqual(config.forbidden.map(({ name }) => name).sort())
  })

  describe.concurrent.each(Object.entries(planted))('%s', (name, { good, bad, messages, words }) => {
    test('passes what keeps its rules', { timeout: 60_000 }, async () => {
      expect(await check(name, good)).toMatchObject({ code: 0 })
    })

    test('refuses each planted breach by name', { timeout: 60_000 }, async () => {
      const { code, said } = await check(name, name === 'imports' ? { ...good, ...bad } : bad, messages)
      expect(code).not.toBe(0)
      expect(words.filter((word) => (typeof word === 'string' ? !said.includes(word) : !word.test(said)))).toEqual([])
    })

    test('fails when there was nothing to check', { timeout: 60_000 }, async () => {
      const { code, said } = await check(name, name.startsWith('lock') || name === 'machines' ? emptyLock : {})
      expect(code).not.toBe(0)
      expect(said).toMatch(/nothing (?:was|to) checke?d?|build the console first/)
    })
  })

  // these two make a database of their own, which takes seconds: one run for each
  test.each([
    ['schema', 'db/schema.sql', 'db/types.ts'],
    ['api', 'docs/openapi.json', undefined],
  ])('%s refuses what is not as it is made, and passes what is', { timeout: 120_000 }, async (name, stale, other) => {
    const folder = plant({ [stale]: '-- by hand\n' })
    made.push(folder)
    if (other !== undefined) cpSync(other, join(folder, other))
    const { code, said } = await checkFolder(name, folder)
    expect(code).not.toBe(0)
    expect(said).toContain(`${stale} is not as`)
    if (other !== undefined) expect(said).not.toContain(`${other} is not as`)
  })

  test('schema and api fail when there was nothing to check', () => {
    const folder = plant({ 'there.txt': 'text' })
    made.push(folder)
    expect(writeOrCheck({ 'there.txt': 'text' }, 'x', ['--check', folder])).toBe(0)
    expect(writeOrCheck({ 'there.txt': 'other' }, 'x', ['--check', folder])).toBe(1)
    expect(writeOrCheck({ 'there.txt': 'text', 'gone.txt': 'text' }, 'x', ['--check', folder])).toBe(1)
    expect(writeOrCheck({ 'gone.txt': 'text' }, 'x', ['--check', folder])).toBe(1)
    expect(writeOrCheck({}, 'x', ['--check', folder])).toBe(1)
  })
})

const emptyLock = { 'package.json': {}, 'package-lock.json': { packages: { '': {} } } }
