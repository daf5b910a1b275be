import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settings } from '../src/platform/config.ts'

const page = readFileSync(new URL('operations.md', import.meta.url), 'utf8')

type Row = { readonly name: string; readonly default: string }

/** The rows of the tables whose first column is `Setting`: the name, and the default as it stands there (`empty` for none). */
function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = []
  let inside = false
  for (const line of text.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').slice(1, -1) : undefined
    if (cells === undefined) inside = false
    else if (cells[0]?.trim() === 'Setting') inside = true
    else if (inside && !/^\s*-+\s*$/.test(cells[0] ?? '')) rows.push({ name: plain(cells[0]), default: plain(cells[1]) })
  }
  return rows
}

function plain(cell = ''): string {
  const text = cell.trim().replaceAll('`', '')
  return text === 'empty' ? '' : text
}

describe('the table of settings in docs/operations.md', () => {
  test('has every setting of the program, in its order, with its default, and no other', () => {
    expect(rowsOf(page)).toEqual(Object.entries(settings).map(([name, one]) => ({ name, default: one.default })))
  })

  test('is read as a person reads it', () => {
    const text =
      '| Setting | Default | Meaning |\n| --- | --- | --- |\n| `A` | `1` | x |\n| `B` | empty | y |\n\n| Other | Thing |\n| --- | --- |\n| `C` | 2 |\n'
    expect(rowsOf(text)).toEqual([
      { name: 'A', default: '1' },
      { name: 'B', default: '' },
    ])
  })
})

describe('a setting', () => {
  test('named anywhere in the pages is one that there is', () => {
    // read by the tests and the launcher, not by the program
    const others = new Set(['TOCSIN_TEST_DATABASE', 'TOCSIN_NOT_RUN', 'TOCSIN_MERKLE_PROBES', 'TOCSIN_SEAL_PASSPHRASE'])
    const known = new Set([...Object.keys(settings), ...others])
    const named = [...`${page}\n${readFileSync(new URL('../README.md', import.meta.url), 'utf8')}`.matchAll(/\bTOCSIN_[A-Z0-9_]+\b/g)]
    expect(named.length).toBeGreaterThan(10)
    expect(named.map(([name]) => name).filter((name) => !known.has(name))).toEqual([])
  })
})
