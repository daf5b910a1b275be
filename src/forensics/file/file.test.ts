import { createHash } from 'node:crypto'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overlappingZip } from '../../../fixtures/generate/archive.ts'
import { sealedZip } from '../../formats/archive/index.ts'
import { type FileReading, fileLimits, identify } from './index.ts'
import { sizeOfPicture } from './picture.ts'

type Entry = { readonly name: string; readonly bytes: Uint8Array; readonly size?: number }

/** A small ZIP: deflated entries, sizes as told. */
function zip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const packed = deflateRawSync(entry.bytes)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x800, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(entry.size ?? entry.bytes.length, 18)
    head.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, name]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/** A compound file of one directory sector with these names. */
function ole(names: readonly string[]): Buffer {
  const file = Buffer.alloc(512 * 3)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(1, 48)
  file.writeUInt32LE(0xfffffffe, 68)
  file.fill(0xff, 76, 512)
  file.writeUInt32LE(0, 76)
  file.writeUInt32LE(0xfffffffd, 512)
  file.writeUInt32LE(0xfffffffe, 516)
  for (const [i, name] of names.entries()) {
    const at = 1024 + 128 * i
    file.write(name, at, 'utf16le')
    file.writeUInt16LE(2 * name.length + 2, at + 64)
    file.writeUInt8(2, at + 66)
  }
  return file
}

function tar(name: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(512)
  head.write(name)
  head.write('0000644\0', 100)
  head.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(
    `${[...head]
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return Buffer.concat([head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512), Buffer.alloc(1024)])
}

const types = '<?xml version="1.0"?><Types/>'
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 0x90)])

async function features(bytes: Uint8Array | string, name: string | null = null) {
  const reading = await identify(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, name)
  return [reading.type, ...reading.features]
}

describe('the type by content', () => {
  test.each<[string, Uint8Array | string, string | null, string[]]>([
    ['a program', program, 'x.pdf', ['application/vnd.microsoft.portable-executable', 'executable', 'type-contradicts-name']],
    ['a Linux program', Buffer.from('7f454c4602010100000000000000', 'hex'), null, ['application/x-elf', 'executable']],
    [
      'a shortcut',
      Buffer.concat([Buffer.from('4c0000000114020000000000c000000000000046', 'hex'), Buffer.alloc(80)]),
      'a.lnk',
      ['application/x-ms-shortcut', 'dangerous-extension', 'shortcut', 'executable'],
    ],
    ['a OneNote page', Buffer.from('e4525c7b8cd8a74daeb15378d02996d30000', 'hex'), null, ['application/onenote', 'onenote']],
    ['an old Word file with macros', ole(['Root Entry', 'WordDocument', 'Macros', 'VBA']), 'a.doc', ['application/msword', 'macros']],
    ['an Excel workbook', ole(['Root Entry', 'Workbook']), 'a.xls', ['application/vnd.ms-excel']],
    ['an encrypted Office file', ole(['Root Entry', 'EncryptedPackage']), 'a.xlsx', ['application/x-ole-encrypted', 'encrypted']],
    ['an Outlook message', ole(['Root Entry', '__substg1.0_0037001F']), null, ['application/vnd.ms-outlook']],
    ['an installer', ole(['Root Entry', '\u4840\u3f3f']), null, ['application/x-msi', 'executable']],
    ['a web page', '<!DOCTYPE html><p>hi', 'a.html', ['text/html', 'html']],
    ['a drawing with script', '<svg xmlns="x"><script>1</script></svg>', 'a.svg', ['image/svg+xml', 'svg-script']],
    ['a drawing', '<svg xmlns="x"><path d="M0 0"/></svg>', 'a.svg', ['image/svg+xml']],
    ['a PowerShell script', '$x = New-Object Net.WebClient; IEX ($x.DownloadString("u"))', null, ['application/x-powershell', 'script']],
    ['a batch file by name', 'dir', 'a.bat', ['application/x-bat', 'dangerous-extension', 'script']],
    [
      'an internet shortcut',
      '[InternetShortcut]\nURL=https://evil.example/\n',
      'a.url',
      ['application/x-mswinurl', 'dangerous-extension', 'shortcut'],
    ],
    ['rich text with an object', '{\\rtf1{\\object\\objdata 01}}', 'a.doc', ['application/rtf', 'embedded-object']],
    ['a message', 'From: a@b.example\nSubject: x\n\nbody', null, ['message/rfc822']],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex'), 'a.png', ['image/png']],
    ['text', 'just words, nothing else', 'a.txt', ['text/plain']],
    ['nothing', '', 'a.txt', ['application/x-empty', 'empty']],
    ['anything else', Buffer.from('00ff00ff0102030405', 'hex'), null, ['application/octet-stream']],
  ])('of %s is told', async (_, bytes, name, expected) => {
    expect((await features(bytes, name)).sort()).toEqual([...expected].sort())
  })

  test('of Office files tells macros and remote templates, and their links', async () => {
    const relations =
      '<Relationships><Relationship Id="1" Type="http://x/attachedTemplate" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    const plain = zip([
      { name: '[Content_Types].xml', bytes: Buffer.from(types) },
      { name: 'word/document.xml', bytes: Buffer.from('<w/>') },
    ])
    expect(await features(plain, 'a.docx')).toEqual(['application/vnd.openxmlformats-officedocument.wordprocessingml.document'])
    const macros = zip([
      { name: '[Content_Types].xml', bytes: Buffer.from(types) },
      { name: 'xl/workbook.xml', bytes: Buffer.from('<w/>') },
      { name: 'xl/vbaProject.bin', bytes: Buffer.from('x') },
    ])
    expect(await features(macros, 'a.xlsm')).toEqual(['application/vnd.ms-excel.sheet.macroenabled.12', 'macros'])
    const remote = await identify(
      zip([
        { name: '[Content_Types].xml', bytes: Buffer.from(types) },
        { name: 'word/_rels/settings.xml.rels', bytes: Buffer.from(relations) },
      ]),
      'a.docx',
    )
    expect(remote.features).toContain('remote-template')
    expect(remote.urls).toEqual(['https://evil.example/t.dotm'])
  })

  test('of a PDF tells what it would do, also inside of packed streams and escaped names', async () => {
    const open =
      '%PDF-1.7\n1 0 obj<</OpenAction<</S/Java#53cript/JS(1)>>>>endobj\n2 0 obj<</A<</S/URI/URI(https://evil.example/a\\)b)>>>>endobj\n%%EOF'
    const reading = await identify(Buffer.from(open), 'a.pdf')
    expect([...reading.features].sort()).toEqual(['auto-action', 'javascript'])
    expect(reading.urls).toEqual(['https://evil.example/a)b'])
    const packed = deflateSync(Buffer.from('<</S/Launch/URI(https://hidden.example/)>>')).toString('latin1')
    const hidden = await identify(Buffer.from(`%PDF-1.7\n3 0 obj<</Filter/FlateDecode>>stream\r\n${packed}\r\nendstream`, 'latin1'), null)
    expect(hidden.features).toContain('launch-action')
    expect(hidden.urls).toEqual(['https://hidden.example/'])
    // noise in a stream is no name
    expect(await features('%PDF-1.7\n4 0 obj<<>>stream\n/JavaScript /Launch\nendstream\n%%EOF\n')).toEqual(['application/pdf'])
    // cut short
    expect(await features('%PDF-1.7\n1 0 obj<<>>endobj')).toContain('damaged')
  })

  test('of a page that puts a file together is told', async () => {
    const page = `<html><body><script>var b=atob("${'A'.repeat(50)}");var x=new Blob([b]);a.href=URL.createObjectURL(x);a.download="x.iso";a.click()</script>`
    expect(await features(page, 'a.html')).toEqual(expect.arrayContaining(['html-smuggling', 'html-script']))
    expect(await features('<html><form><input type=password></form>', 'a.html')).toContain('html-form')
  })
})

describe('what unfolds beyond measure', () => {
  const sizes = (type: string, width: number, height: number): Buffer => {
    const head = Buffer.alloc(64)
    if (type === 'png') {
      head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')
      head.writeUInt32BE(width, 16)
      head.writeUInt32BE(height, 20)
    } else if (type === 'gif') {
      head.write('GIF89a')
      head.writeUInt16LE(width, 6)
      head.writeUInt16LE(height, 8)
    } else if (type === 'bmp') {
      head.write('BM')
      head.writeUInt32LE(40, 14)
      head.writeInt32LE(width, 18)
      head.writeInt32LE(-height, 22)
    } else if (type === 'webp') {
      head.write('RIFF\0\0\0\0WEBPVP8X', 'latin1')
      head.writeUIntLE(width - 1, 24, 3)
      head.writeUIntLE(height - 1, 27, 3)
    } else {
      head.write('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1')
      head.write('\xff\xc2\0\x11\x08', 20, 'latin1')
      head.writeUInt16BE(height, 25)
      head.writeUInt16BE(width, 27)
    }
    return head
  }

  test.each(['png', 'gif', 'bmp', 'webp', 'jpeg'])('is told of a %s by the size that it states', (type) => {
    expect(sizeOfPicture(sizes(type, 1234, 567))).toEqual({ width: 1234, height: 567 })
    expect(sizeOfPicture(sizes(type, 1234, 567).subarray(0, 20))).toBeUndefined()
  })

  test('is told of a picture as large as a town, not of one from a good camera', async () => {
    expect(await features(sizes('png', 100_000, 100_000), 'town.png')).toContain('picture-bomb')
    expect(await features(sizes('gif', 8_000, 6_000), 'town.gif')).not.toContain('picture-bomb')
  })

  test('is told of entities made of entities', async () => {
    const levels = Array.from({ length: 6 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('')
    const drawing = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "ha">${levels}]><svg><text>&e6;</text></svg>`
    expect(await features(drawing, 'laugh.svg')).toContain('entity-bomb')
    expect(await features('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg><text>&a;&a;</text></svg>', 'a.svg')).not.toContain(
      'entity-bomb',
    )
  })
})

test('names are read for what they hide', async () => {
  expect(await features(program, 'invoice.pdf.exe')).toEqual(expect.arrayContaining(['double-extension', 'dangerous-extension']))
  expect(await features(program, 'invoice\u202efdp.exe')).toContain('name-bidi')
  expect(await features(program, 'invoice.pdf                    .exe')).toContain('name-padding')
  for (const name of ['../../etc/passwd', '/abs.txt', 'C:\\x.txt', 'CON', 'nul.txt', 'a\0b', 'x'.repeat(300), '..', ' '])
    expect([name, ...(await features('hello', name))]).toContain('name-unsafe')
  for (const name of ['console.log', 'a..b.txt', 'Report (2).txt', '发票.txt'])
    expect(await features('hello', name)).not.toContain('name-unsafe')
  expect(await features('%PDF-1.7\n%%EOF', 'report.v2.pdf')).toEqual(['application/pdf'])
})

test('hashes are those of the bytes', async () => {
  const { hashes } = await identify(Buffer.from('abc'), null)
  expect(hashes.sha256).toBe(createHash('sha256').update('abc').digest('hex'))
  expect(hashes.md5).toBe('900150983cd24fb0d6963f7d28e17f72')
})

describe('archives', () => {
  const inner = (reading: FileReading, ...path: number[]): FileReading | null =>
    path.reduce<FileReading | null>((one, index) => one?.members[index]?.reading ?? null, reading)

  test('are opened, also inside of archives, up to the depth', async () => {
    const level1 = zip([{ name: 'run.js', bytes: Buffer.from('WScript.Quit(1)') }])
    const level2 = zip([{ name: 'inner.zip', bytes: level1 }])
    const reading = await identify(level2, 'outer.zip')
    expect(reading.type).toBe('application/zip')
    expect(inner(reading, 0, 0)?.type).toBe('text/javascript')
    let nested = level2
    for (let i = 0; i < 6; i++) nested = zip([{ name: `${i}.zip`, bytes: nested }])
    const deep = await identify(nested, null)
    expect(inner(deep, 0, 0)?.type).toBe('application/zip')
    expect(inner(deep, 0, 0, 0, 0)).toBeNull()
  })

  test('hand out the bytes of their members when asked', async () => {
    const bytes = zip([{ name: 'a.txt', bytes: Buffer.from('hello') }])
    expect((await identify(bytes, null)).members[0]?.bytes).toBeUndefined()
    const member = (await identify(bytes, null, fileLimits, { extract: true })).members[0]
    expect(Buffer.from(member?.bytes ?? []).toString()).toBe('hello')
  })

  test('that are locked are listed', async () => {
    const locked = await sealedZip([{ name: 'secret.exe', bytes: new Uint8Array(program) }], 'password')
    const reading = await identify(locked, 'x.zip')
    expect(reading.features).toContain('encrypted')
    expect(reading.members[0]).toMatchObject({ name: 'secret.exe', encrypted: true, reading: null, features: ['dangerous-extension'] })
  })

  test('that are bombs are not unpacked', async () => {
    const zeros = Buffer.alloc(30_000_000)
    expect((await identify(zip([{ name: 'a', bytes: zeros }]), null)).features).toContain('archive-bomb')
    expect((await identify(zip([{ name: 'a', bytes: zeros, size: 10 }]), null, { ...fileLimits, bytes: 10_000_000 })).features).toContain(
      'archive-bomb',
    )
    expect((await identify(gzipSync(zeros), 'a.gz', { ...fileLimits, bytes: 10_000_000 })).features).toContain('archive-bomb')
    const many = zip(Array.from({ length: 2000 }, (_, i) => ({ name: String(i), bytes: Buffer.from('x') })))
    const reading = await identify(many, null)
    expect(reading.members.length).toBe(500)
    expect(reading.features).toContain('archive-truncated')
  })

  test('share one budget of bytes among all members', async () => {
    const member = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 251))
    const reading = await identify(zip(Array.from({ length: 10 }, (_, i) => ({ name: String(i), bytes: member }))), null, {
      ...fileLimits,
      bytes: 100_000,
    })
    expect(reading.members.filter((one) => one.reading !== null)).toHaveLength(2)
  })

  test('whose entries share their bytes are opened once and called a bomb', async () => {
    const member = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 251))
    const reading = await identify(overlappingZip('x.bin', member, 200), 'x.zip')
    expect(reading.features).toContain('archive-bomb')
    expect(reading.members).toHaveLength(200)
    expect(reading.members.filter((one) => one.reading !== null)).toHaveLength(1)
    const honest = await identify(zip(Array.from({ length: 200 }, (_, i) => ({ name: `${i}`, bytes: member }))), 'x.zip')
    expect(honest.features).not.toContain('archive-bomb')
    expect(honest.members.every((one) => one.reading !== null)).toBe(true)
  })

  test('of many members, each a little bomb, are one', async () => {
    const zeros = Buffer.alloc(4_900_000)
    const reading = await identify(zip(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.bin`, bytes: zeros }))), 'x.zip')
    expect(reading.features).toContain('archive-bomb')
    expect(reading.members.filter((one) => one.reading !== null).length).toBeLessThan(15)
  })

  test('that would write elsewhere, or are damaged, say so', async () => {
    expect((await identify(zip([{ name: '../../etc/cron.d/x', bytes: Buffer.from('x') }]), null)).features).toContain('archive-path-escape')
    const bytes = zip([{ name: 'a.txt', bytes: Buffer.from('hello hello hello') }])
    const cut = await identify(bytes.subarray(0, bytes.length - 40), null)
    expect(cut.features).toContain('archive-damaged')
    expect(cut.members[0]?.name).toBe('a.txt')
  })

  test('of tar and gzip are opened', async () => {
    const reading = await identify(gzipSync(tar('dir/run.ps1', Buffer.from('Start-Process calc'))), 'x.tgz')
    expect(reading.type).toBe('application/gzip')
    expect(reading.members[0]).toMatchObject({ name: 'x.tar' })
    expect(inner(reading, 0, 0)?.type).toBe('application/x-powershell')
  })
})

test('any bytes are read without an exception', async () => {
  const seeds = [
    zip([{ name: 'a.txt', bytes: Buffer.from('hello') }]),
    ole(['Root Entry', 'WordDocument']),
    tar('a', Buffer.from('x')),
    gzipSync('abc'),
    Buffer.from('%PDF-1.7\n1 0 obj<</FlateDecode>>stream\n123\nendstream'),
    Buffer.from('<html><script>'),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      fc.nat(),
      async (seed, changes, cut) => {
        const bytes = Buffer.from(seed)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const reading = await identify(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes, 'x.zip')
        expect(reading.hashes.sha256).toHaveLength(64)
      },
    ),
    { numRuns: 600 },
  )
})

test('forty files of the dullest kind are read before a watchdog ends it', { timeout: 20_000 }, async () => {
  for (const unit of ['\n', ' ', '\t\n', 'a\n'])
    for (let i = 0; i < 10; i++) expect((await identify(Buffer.from(unit.repeat(200_000)), 'a.txt')).type).toBe('text/plain')
})
