import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkBundle } from './check-bundle.mjs'

let folder

// noise does not compress, so that sizes are as they look
function build(sizes, manifest) {
  mkdirSync(join(folder, '.vite'), { recursive: true })
  mkdirSync(join(folder, 'assets'), { recursive: true })
  for (const [name, kilobytes] of Object.entries(sizes)) writeFileSync(join(folder, 'assets', name), randomBytes(kilobytes * 1024))
  writeFileSync(join(folder, '.vite', 'manifest.json'), JSON.stringify(manifest))
}

const manifest = {
  'index.html': { file: 'assets/entry.js', isEntry: true, imports: ['_shared.js'], dynamicImports: ['src/page.tsx'] },
  '_shared.js': { file: 'assets/shared.js', imports: [] },
  'src/app/shell/shell.tsx': { file: 'assets/shell.js', isDynamicEntry: true, imports: ['_shared.js'] },
  'src/page.tsx': { file: 'assets/page.js', isDynamicEntry: true, imports: ['_shared.js'] },
  'src/app/texts/english.ts': { file: 'assets/en.js', isDynamicEntry: true },
  'src/app/texts/arabic.ts': { file: 'assets/ar.js', isDynamicEntry: true },
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-bundle-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the entry, the shell, what they share and the heaviest language count, each once; lazy pages do not', () => {
  build({ 'entry.js': 100, 'shared.js': 50, 'shell.js': 20, 'page.js': 900, 'en.js': 2, 'ar.js': 4 }, manifest)
  const { parts, wrong } = checkBundle(folder)
  expect(parts.map((part) => part.file)).toEqual(['assets/entry.js', 'assets/shared.js', 'assets/shell.js', 'assets/ar.js'])
  expect(wrong).toEqual([])
})

test('over the budget fails', () => {
  build({ 'entry.js': 200, 'shared.js': 50, 'shell.js': 20, 'page.js': 1, 'en.js': 2, 'ar.js': 4 }, manifest)
  expect(checkBundle(folder).wrong.join()).toContain('over the budget')
})

test('a build that is not there fails', () => {
  expect(checkBundle(folder).wrong.join()).toContain('build the console first')
})

test('a manifest without an entry fails: nothing was measured', () => {
  build({}, {})
  expect(checkBundle(folder).wrong.join()).toContain('nothing was measured')
  expect(checkBundle(folder).wrong.join()).toContain('no texts')
})
