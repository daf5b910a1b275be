import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { previewMessage } from './index.ts'

const bytes = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'))
const png = (
  await sharp({ create: { width: 30, height: 20, channels: 3, background: '#c00' } })
    .png()
    .toBuffer()
).toString('base64')

describe('the preview of a message', () => {
  test('shows its HTML with the pictures that it names, and those beside it that it does not', async () => {
    const picture = (id: string) => ['--b', 'Content-Type: image/png', 'Content-Transfer-Encoding: base64', `Content-ID: <${id}>`, '', png]
    const made = await previewMessage(
      bytes([
        'Subject: x',
        'MIME-Version: 1.0',
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>Grüße <img src="cid:one@x.example"></p>',
        ...picture('one@x.example'),
        ...picture('two@x.example'),
        '--b--',
        '',
      ]),
      { pictures: 'shown' },
    )
    expect(made.pictures).toEqual({ drawn: 2, refused: 0 })
    expect(made.document).toMatch(
      /<p>Grüße <img [^>]*src="data:image\/png;base64,[^"]+" alt=""><\/p><\/?[^<]*<div class="tocsin-loose"><img |<p>Grüße <img [^>]*><\/p>/,
    )
    expect(made.document.match(/<img /g)).toHaveLength(2)
  })

  test('shows plain text, and turns the light off when asked', async () => {
    const made = await previewMessage(bytes(['Subject: x', '', 'Dear <you>', '']), { scheme: 'dark' })
    expect(made.kind).toBe('text')
    expect(made.document).toContain('Dear &#60;you&#62;')
    expect(made.document).toContain('invert')
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['noise', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)],
  ])('of %s is a document all the same', async (_, given) => {
    expect((await previewMessage(given)).document).toContain('</html>')
  })
})
