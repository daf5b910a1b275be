import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkCatalogue } from './check-catalogue.mjs'

let folder

const put = (path, content) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
}
const check = () => checkCatalogue(join(folder, 'catalogue'), join(folder, 'src'))
const wrong = () => check().wrong.join('\n')

const english = { title: 'Two words', count_one: '{{count}} report', count_other: '{{count}} reports', role: { a: 'Viewer', b: 'Analyst' } }
const chinese = { title: '标题', count_other: '{{count}} 份举报', role: { a: '查看者', b: '分析员' } }
const arabic = {
  title: 'العنوان',
  count_zero: 'لا بلاغات',
  count_one: 'بلاغ واحد',
  count_two: 'بلاغان',
  count_few: '{{count}} بلاغات',
  count_many: '{{count}} بلاغًا',
  count_other: '{{count}} بلاغ',
  role: { a: 'مطّلع', b: 'محلل' },
}
const page = `export function Page({ n, role }) {
  const { t } = useTranslation('work')
  return <p>{t('title')} {t('count', { count: n })} {t(\`role.\${role}\`)}</p>
}`

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-catalogue-'))
  put('catalogue/en/work.json', english)
  put('catalogue/zh-CN/work.json', chinese)
  put('catalogue/ar/work.json', arabic)
  put('src/page.tsx', page)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a catalogue that is whole passes, and says how much it is', () => {
  expect(check()).toMatchObject({ wrong: [], languages: 3, uses: 3 })
})

test('a key that a language lacks is found', () => {
  put('catalogue/ar/work.json', { ...arabic, role: { a: 'مطّلع' } })
  expect(wrong()).toContain('ar/work: role.b is missing')
})

test('a key that English has not is found', () => {
  put('catalogue/zh-CN/work.json', { ...chinese, extra: '多余' })
  expect(wrong()).toContain('zh-CN/work: extra is not in English')
})

test('a text that no source asks for is found', () => {
  for (const [language, texts] of [
    ['en', english],
    ['zh-CN', chinese],
    ['ar', arabic],
  ]) {
    put(`catalogue/${language}/work.json`, { ...texts, spare: language })
  }
  expect(wrong()).toBe('work:spare is never asked for')
})

test('a text that a source asks for in vain is found, in each way of asking', () => {
  put(
    'src/page.tsx',
    `${page}\nexport const other = (t, x) => [t('lost'), t(x ? 'gone' : 'title'), t(\`none.\${x}\`), { label: 'work:stray' }]`,
  )
  expect(wrong().split('\n').sort()).toEqual([
    ['`none.$', '{x}` matches nothing in the catalogue'].join(''),
    'work:gone is asked for and not in the catalogue',
    'work:lost is asked for and not in the catalogue',
    'work:stray is asked for and not in the catalogue',
  ])
})

test('placeholders that differ are found, either way', () => {
  put('catalogue/zh-CN/work.json', { ...chinese, title: '标题 {{name}}', count_other: '很多举报' })
  expect(wrong()).toContain('title has {{name}}, which English has not')
  put('catalogue/en/work.json', { ...english, title: 'Two words of {{who}}' })
  expect(wrong()).toContain('zh-CN/work: title lacks {{who}}')
})

test('a plural form that a language needs is missed, and one that it has not is found', () => {
  const { count_two: _, ...without } = arabic
  put('catalogue/ar/work.json', without)
  put('catalogue/zh-CN/work.json', { ...chinese, count_few: '几份举报' })
  expect(wrong()).toContain('ar/work: count_two is missing')
  expect(wrong()).toContain('zh-CN/work: count_few is a plural form that zh-CN does not have')
})

test('a text left in English is found', () => {
  put('catalogue/zh-CN/work.json', { ...chinese, title: 'Two words' })
  expect(wrong()).toContain('zh-CN/work: title is still in English')
})

test('an empty text and a missing area are found', () => {
  put('catalogue/zh-CN/work.json', { ...chinese, title: ' ' })
  put('catalogue/en/more.json', { a: 'A' })
  expect(wrong()).toContain('zh-CN/work: title is empty')
  expect(wrong()).toContain('ar: the area more is missing')
})

test('each function asks in the area that it named, or that the function around it named', () => {
  for (const [language, text] of [
    ['en', 'Save it now'],
    ['zh-CN', '保存'],
    ['ar', 'حفظ'],
  ]) {
    put(`catalogue/${language}/more.json`, { save: text })
  }
  put(
    'src/other.tsx',
    "export function Other() { const { t } = useTranslation(['more', 'work']); return [1].map(() => t('save') + t('work:title')) }",
  )
  put('src/page.tsx', `${page}\nexport function Third() { const { t } = useTranslation('more'); return t('save') }`)
  expect(wrong()).toBe('')
})

test('a key without its area where it may be of several is refused rather than guessed', () => {
  put('catalogue/en/more.json', { a: 'A' })
  put('src/page.tsx', page.replace("useTranslation('work')", "useTranslation('work'); useTranslation('more')"))
  expect(wrong()).toContain('write the area before the key')
  put('src/page.tsx', "export const words = (t) => t('title')")
  expect(wrong()).toContain("t('title…') may be of any area")
})

test('words for people in the source itself are refused; names, code and figures are not', () => {
  put('src/page.tsx', page.replace("{t('title')}", 'Sign in'))
  expect(wrong()).toContain("page.tsx: 'Sign in' is shown as it is")
  put('src/page.tsx', page.replace("{t('title')}", "<a title='Go back' href='/home-page'>{t('title')}</a>"))
  expect(wrong()).toContain('Go back')
  put(
    'src/page.tsx',
    page.replace("{t('title')}", "<code>tocsin inspect</code> Tocsin SHA-256 · 3 /metrics <a placeholder='a@b.example'>{t('title')}</a>"),
  )
  expect(wrong()).toBe('')
})

test('what a room says by code and the catalogue has no words for is found', () => {
  const said = () =>
    checkCatalogue(join(folder, 'catalogue'), join(folder, 'src'), join(folder, 'domain'), join(folder, 'auth')).wrong.map(
      (line) => line.split(',')[0],
    )
  put(
    'domain/work/operations.ts',
    "throw new Failure('conflict', 'work.done', 'x'); work.record('work.ended', id); notify({ kind: 'work.over', subject: id })",
  )
  put('domain/work/listeners.ts', "throw new Failure('unavailable', 'work.port', 'for the terminal')")
  put('auth/index.ts', "export type Event = {\n  readonly kind:\n    | 'auth.begun'\n}")
  expect(said()).toEqual([
    'problems:work.done has no words',
    'acts:work.ended has no words',
    'notices:work.over has no words',
    'acts:auth.begun has no words',
  ])
})

test('having checked nothing is a failure', () => {
  rmSync(join(folder, 'src'), { recursive: true })
  mkdirSync(join(folder, 'src'))
  expect(wrong()).toContain('nothing to check')
})

test('the real catalogue with one key taken out fails', () => {
  cpSync('web/src/app/catalogue', join(folder, 'catalogue'), { recursive: true })
  const path = join(folder, 'catalogue/ar/ui.json')
  const { save: _, ...rest } = JSON.parse(readFileSync(path, 'utf8'))
  put('catalogue/ar/ui.json', rest)
  expect(checkCatalogue(join(folder, 'catalogue'), 'web/src').wrong).toContain('ar/ui: save is missing')
})
