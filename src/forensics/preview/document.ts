import { escapeHtml, visible } from './text.ts'

/**
 * The policy that a preview is served under, as header; the document states it too, but for `sandbox` and `frame-ancestors`, which
 * only a header can set.
 */
export const previewPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"

const metaPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

/** How the page is lit. A mail's own colours are meant for white paper, so in the dark the whole page is turned, and pictures back again. */
export type Scheme = 'light' | 'dark'

/** Ours stands behind the mail's own, and says what must hold whatever the mail says. */
const ownStyle = `
html{background:#fff;color:#1a1a1a;color-scheme:light}
body{margin:0;padding:12px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;contain:paint}
.tocsin-plain{white-space:pre-wrap;font:14px/1.5 ui-monospace,monospace;unicode-bidi:plaintext}
img{max-width:100%}
.tocsin-link{color:#0b57d0;text-decoration:underline;cursor:help}
.tocsin-field,.tocsin-picture{display:inline-block;min-width:1.5em;min-height:1em;padding:1px 6px;border:1px dashed #888;border-radius:3px;color:#444;font-size:12px}
.tocsin-picture::before{content:"\\25A8\\00A0"}
.tocsin-loose{margin-top:16px;padding-top:12px;border-top:1px solid #ccc}`

const darkStyle = `
@media screen{html{background:#111}
body{background:#fff;filter:invert(.93) hue-rotate(180deg);min-height:100vh;box-sizing:border-box}
img{filter:invert(1) hue-rotate(180deg)}}`

export function documentOf({ css, body, scheme }: { readonly css: string; readonly body: string; readonly scheme: Scheme }): string {
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${metaPolicy}">`,
    '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title></title>',
    `<style>${css}</style><style>${ownStyle}${scheme === 'dark' ? darkStyle : ''}</style></head>`,
    `<body><div class="tocsin-body">${body}</div></body></html>`,
  ].join('\n')
}

/** A mail of plain text: as it stands, each paragraph in its own direction of writing. */
export function plainBody(text: string): string {
  return `<div class="tocsin-plain" dir="auto">${escapeHtml(visible(text.replace(/\r\n?/g, '\n')))}</div>`
}
