import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((page) => page !== '' && existsSync(join(root, page)))

/** The text without blocks of code, in which brackets mean other things. */
function prose(page: string): string {
  return readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
}

/** The names that GitHub gives to the headings of a page. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = prose(page).matchAll(/^#{1,6} +(.+)$/gm)
  const names = [...headings].map(([, text = '']) =>
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  )
  return new Set(names)
}

/** Where a page leads that is not there: links to files and folders, pictures, headings. */
function broken(page: string): readonly string[] {
  const text = prose(page)
  const targets = [
    ...[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    ...[...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, target = '']) => target),
  ]
  return targets.filter((target) => {
    if (/^[a-z]+:/i.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : normalize(join(dirname(page), path))
    if (!existsSync(join(root, file))) return true
    return anchor !== undefined && !statSync(join(root, file)).isDirectory() && !anchorsOf(file).has(anchor)
  })
}

/** `src/…/file.ts:name` in a page: the files that are not there, and the names that do not stand in them. */
function strangers(page: string): readonly string[] {
  const named = readFileSync(join(root, page), 'utf8').matchAll(
    /\b((?:src|scripts|web|db|fixtures|e2e|bench)\/[\w./-]+\.(?:ts|tsx|mjs|sql))(?::(\w+))?/g,
  )
  return [...named].flatMap(([whole, file = '', name]) => {
    if (!existsSync(join(root, file))) return [whole]
    return name === undefined || new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, file), 'utf8')) ? [] : [whole]
  })
}

describe('the pages', () => {
  test('are found', () => {
    expect(pages).toContain('README.md')
    expect(pages).toContain('docs/architecture.md')
  })

  test.each(pages)('%s leads only to what is there', (page) => {
    expect(broken(page)).toEqual([])
  })

  test.each(pages)('%s names only files and functions that there are', (page) => {
    expect(strangers(page)).toEqual([])
  })

  test('docs/architecture.md can be read in one sitting', () => {
    expect(readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('\n').length).toBeLessThan(150)
  })
})
