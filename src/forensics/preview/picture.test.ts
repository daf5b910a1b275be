import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { previewDocument, redraw } from './index.ts'

describe('pictures', () => {
  const png = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#c00' } })
      .png()
      .toBuffer()

  test('one from the mail is drawn anew in its place, without its metadata', async () => {
    const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#0c0' } })
      .jpeg()
      .withExif({ IFD0: { Copyright: 'the-sender' } })
      .toBuffer()
    expect(bytes.includes('the-sender')).toBe(true)
    const input = { html: '<img src="cid:a%40b" width=40 alt="<logo>">', text: null, images: [{ id: 'a@b', bytes }] }
    const made = await previewDocument(input, { pictures: 'shown' })
    const [, type, data = ''] = /src="data:(image\/\w+);base64,([^"]+)"/.exec(made.document) ?? []
    const drawn = Buffer.from(data, 'base64')
    expect(type).toBe('image/jpeg')
    expect(drawn.includes('the-sender')).toBe(false)
    expect(await sharp(drawn).metadata()).toMatchObject({ width: 40, height: 20 })
    expect(made.pictures).toEqual({ drawn: 1, refused: 0 })
    expect(made.document).toContain('alt="&#60;logo&#62;"')
  })

  test('blurred holds a few pixels at the size of the whole', async () => {
    const noise = await sharp({
      create: { width: 300, height: 200, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 50 } },
    })
      .png()
      .toBuffer()
    const made = await previewDocument({ html: '<img src=cid:x>', text: null, images: [{ id: 'x', bytes: noise }] })
    expect(made.document).toContain('width="300" height="200"')
    const drawn = Buffer.from(/base64,([^"]+)"/.exec(made.document)?.[1] ?? '', 'base64')
    expect(await sharp(drawn).metadata()).toMatchObject({ width: 24, height: 16 })
  })

  test('hidden draws frames', async () => {
    const made = await previewDocument(
      { html: '<img src=cid:x alt=logo>', text: null, images: [{ id: 'x', bytes: await png(5, 5) }] },
      { pictures: 'hidden' },
    )
    expect(made.document).toContain('<span class="tocsin-picture" title="cid[:]x">logo</span>')
    expect(made.pictures).toEqual({ drawn: 0, refused: 1 })
  })

  test('an animation is its first frame', async () => {
    const frame = (colour: string) => ({ create: { width: 8, height: 8, channels: 4 as const, background: colour } })
    const frames = await Promise.all(['#f00', '#00f'].map((colour) => sharp(frame(colour)).png().toBuffer()))
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100], loop: 0 })
      .toBuffer()
    expect((await sharp(gif, { animated: true }).metadata()).pages).toBe(2)
    const drawn = await redraw(gif)
    expect(drawn).toMatchObject({ type: 'image/png', width: 8, height: 8 })
    const pixel = await sharp(drawn?.bytes).removeAlpha().raw().toBuffer()
    expect([...pixel.subarray(0, 3)]).toEqual([255, 0, 0])
  })

  test('a large one is made smaller', async () => {
    expect(await redraw(await png(3000, 1500))).toMatchObject({ width: 1400, height: 700 })
  })

  test.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/></svg>')],
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['half a PNG header', Buffer.from('89504e470d0a1a0a0000', 'hex')],
  ])('%s is refused', async (_, bytes) => {
    expect(await redraw(bytes)).toBeUndefined()
  })

  test('formats outside the list are refused', async () => {
    expect(
      await redraw(
        await sharp({ create: { width: 5, height: 5, channels: 3, background: '#fff' } })
          .tiff()
          .toBuffer(),
      ),
    ).toBeUndefined()
  })

  test('a small file that unfolds to more pixels than allowed is refused', async () => {
    const bomb = await png(9000, 9000)
    expect(bomb.length).toBeLessThan(2_000_000)
    expect(await redraw(bomb)).toBeUndefined()
    expect(await redraw(bomb, 'blurred')).toBeUndefined()
  })

  test('cut or altered files give a picture or nothing, and never fail', async () => {
    const whole = await sharp({ create: { width: 30, height: 30, channels: 3, background: '#123' } })
      .webp()
      .toBuffer()
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const altered = Buffer.from(whole)
        altered[at] = value
        const drawn = [await redraw(altered), await redraw(whole.subarray(0, at))]
        expect(drawn.every((one) => one === undefined || one.bytes.length > 0)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('no more different pictures are drawn than allowed', async () => {
    const bytes = await png(4, 4)
    const images = Array.from({ length: 60 }, (_, i) => ({ id: `p${i}`, bytes }))
    const made = await previewDocument({ html: images.map((one) => `<img src=cid:${one.id}>`).join(''), text: null, images })
    expect(made.pictures).toEqual({ drawn: 40, refused: 20 })
  })
})
