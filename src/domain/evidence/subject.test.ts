import { describe, expect, test } from 'vitest'
import { normaliseSubject, subjectMatcher, subjectSpellings } from './subject.ts'

describe('whether a text speaks of a person', () => {
  test.each([
    ['ann@x.example', 'ann@x.example', true],
    ['ann@x.example', 'Ann Lee <ANN@X.example>', true],
    ['ann@x.example', 'from ann@x.example.', true],
    ['ann@x.example', 'joann@x.example', false],
    ['ann@x.example', 'jo.ann@x.example', false],
    ['ann@x.example', 'ann@x.example.org', false],
    ['ann@x.example', 'ann@x.example-shop.org', false],
    ['ann@x.example', 'annXx.example', false],
    ['Ann Lee', 'letter to ann lee.pdf', true],
    ['Ann Lee', 'Ann_Lee-2026.pdf', true],
    ['Ann Lee', 'Joann Lee.pdf', false],
    ['Ann Lee', 'Ann Leeson.pdf', false],
    ['Ann', 'Joanne', false],
    ['Zoë', 'zoe\u0308.txt', true],
    ['王小明', '王小明的发票.pdf', true],
    ['Иван Петров', 'ИВАН ПЕТРОВ.doc', true],
    ['Иван Петров', 'Иван Петровский.doc', false],
    ['a.*(b', 'a.*(b', true],
    ['a.*(b', 'axxb', false],
    ['jean-luc/x@x.example', 'jean-luc/x@x.example', true],
  ])('%s in %s: %s', (subject, candidate, expected) => {
    expect(subjectMatcher(subject)(candidate)).toBe(expected)
  })

  test('nothing is said by what has no text', () => {
    expect(subjectMatcher('Ann')(null)).toBe(false)
  })

  test('spaces and composition make no difference', () => {
    expect(normaliseSubject('  Zoe\u0308   Lee ')).toBe('Zoë Lee')
    expect(subjectSpellings('Зоя Лис')).toContain('ЗОЯ')
  })
})
