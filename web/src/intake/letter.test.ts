import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compose } from '../../../src/platform/mail/outgoing.ts'
import { readLetter } from './letter.ts'

const letter = {
  kind: 'acknowledgement',
  about: null,
  from: { name: 'Tocsin', address: 'report@x.example' },
  to: 'ann@y.example',
  auto: true,
}

test('a letter that the node wrote is read back, whatever its language', async () => {
  const word = fc.constantFrom('We have your report.', '您的举报已收到', 'وصل بلاغكم', 'https://x.example/track/abc=def', '=', 'é')
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('Your report R-1', '您的举报 R-1', 'بلاغكم R-1'),
      async (words, title) => {
        const text = words.join(' ')
        const raw = await compose({ ...letter, title, text }, '01a2000f-0000-7000-8000-000000000000', 'x.example', new Date(0))
        const read = readLetter(raw.toString('utf8'))
        expect(read.body.trim()).toBe(text)
        expect(read.header.find((field) => field.name === 'Subject')?.value).toBe(title)
      },
    ),
    { numRuns: 40 },
  )
})

test('what is no letter is shown as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof readLetter(text).body).toBe('string')
    }),
  )
  expect(readLetter('Content-Transfer-Encoding: base64\n\n%%%').body).toBe('%%%')
})
