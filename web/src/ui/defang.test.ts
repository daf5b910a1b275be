import { expect, test } from 'vitest'
import { defang } from './defang.ts'

test.each([
  ['https://evil.example/a.html?b=c.d', 'hxxps://evil[.]example/a.html?b=c.d'],
  ['HTTP://EVIL.example', 'hxxp://EVIL[.]example'],
  ['ftp://files.example/x', 'fxp://files[.]example/x'],
  ['evil.example', 'evil[.]example'],
  ['evil.example/path.php', 'evil[.]example/path.php'],
  ['192.0.2.7', '192[.]0[.]2[.]7'],
  ['someone@mail.example', 'someone[@]mail[.]example'],
  ['https://user@evil.example:8443/', 'hxxps://user[@]evil[.]example:8443/'],
  ['javascript:alert(1)', 'javascript[:]alert(1)'],
  ['mailto:a@b.example', 'mailto[:]a[@]b[.]example'],
  ['', ''],
])('%s is shown as %s', (text, shown) => {
  expect(defang(text)).toBe(shown)
})

test('what is defanged already stays as it is', () => {
  for (const text of ['hxxps://evil[.]example/a.b', 'evil[.]example']) expect(defang(text)).toBe(text)
})

test('nothing that comes out can be followed', () => {
  for (const text of ['https://a.example', 'http://[2001:db8::1]/', 'https://例え.jp/x', 'HtTpS://x.y']) {
    expect(defang(text)).not.toMatch(/^https?:/i)
  }
})
