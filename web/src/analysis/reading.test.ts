import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readReading } from './reading.ts'

describe('a stored reading', () => {
  test('is read whatever is in it, without failing', () => {
    const kind = fc.constantFrom('message', 'file', 'url')
    fc.assert(
      fc.property(
        kind,
        fc.object({ key: fc.constantFrom('path', 'from', 'links', 'members', 'origin', 'x'), maxDepth: 4 }),
        (kind, rest) => {
          expect(readReading({ ...rest, kind })?.kind).toBe(kind)
        },
      ),
    )
  })

  test('of an unknown kind is none', () => {
    for (const one of [null, 'message', {}, { kind: 'page' }, [{ kind: 'message' }]]) expect(readReading(one)).toBeUndefined()
  })

  test('keeps what the pages draw', () => {
    const read = readReading({
      kind: 'message',
      subject: 'x',
      from: { name: 'A', address: 'a@b.example' },
      path: [{ index: 0, line: 2, by: 'mx', from: { ip: '192.0.2.1' }, trusted: true, delay: -3, suspicions: ['time-backwards'] }],
      links: [{ url: 'https://x.example/', where: 'a', features: ['shortener', 7] }],
      authentication: { spf: 'fail', claimed: { by: 'mx', line: 1, dkim: 'pass' } },
    })
    expect(read).toMatchObject({
      subject: 'x',
      path: [{ by: 'mx', from: { ip: '192.0.2.1', helo: null }, trusted: true, delay: -3, suspicions: ['time-backwards'], country: null }],
      links: [{ features: ['shortener'], shown: null }],
      authentication: { spf: 'fail', dkim: 'unchecked', claimed: { dkim: 'pass', spf: null } },
      origin: { ip: null, how: 'none', claims: [] },
    })
  })

  test('of members takes their own readings in, as a lone archive has them', () => {
    const read = readReading({
      kind: 'file',
      members: [
        {
          name: 'a.js',
          features: ['dangerous-extension'],
          reading: { type: 'text/javascript', hashes: { sha256: 'ab' }, features: ['script'] },
        },
      ],
    })
    expect(read).toMatchObject({
      members: [{ name: 'a.js', type: 'text/javascript', sha256: 'ab', features: ['dangerous-extension', 'script'] }],
    })
  })

  test('nested without end is cut', () => {
    let member: object = { name: 'x' }
    for (let depth = 0; depth < 200; depth++) member = { name: 'x', members: [member] }
    expect(JSON.stringify(readReading({ kind: 'file', members: [member] })).length).toBeLessThan(10_000)
  })
})
