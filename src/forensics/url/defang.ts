/** Making links harmless to look at, and whole again: what analysts write in mails and reports. */

/** `https://evil.example/x` → `hxxps://evil[.]example/x`: cannot be clicked, can be read back by `refang`. */
export function defang(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):(\/\/)?([^/?#]*)([\s\S]*)$/i.exec(url)
  if (match === null) return url.replace(/\./g, '[.]')
  const [, scheme = '', slashes = '', authority = '', rest = ''] = match
  const harmless = scheme.replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp')
  if (slashes === '') return `${harmless}[:]${authority.replace(/\./g, '[.]').replace(/@/g, '[@]')}${rest}`
  return `${harmless}${':'}${slashes}${authority.replace(/\./g, '[.]').replace(/@/g, '[@]')}${rest}`
}

/** Undoes the usual ways of defanging; a text that is not defanged stays as it is. */
export function refang(text: string): string {
  return text
    .replace(/^\s*h(?:xx|tt|\*\*|XX)p(s?)(?=\s*[:[(])/i, 'http$1')
    .replace(/^\s*fxp(?=\s*[:[(])/i, 'ftp')
    .replace(/\s{0,2}[[({]\s{0,2}(?:\.|dot)\s{0,2}[\])}]\s{0,2}/gi, '.')
    .replace(/\s{0,2}[[({]\s{0,2}(?:@|at)\s{0,2}[\])}]\s{0,2}/gi, '@')
    .replace(/[[({]\s{0,2}:\s{0,2}(\/\/)?\s{0,2}[\])}]/g, ':$1')
    .replace(/[[({]\s{0,2}\/\s{0,2}[\])}]/g, '/')
    .replace(/\\\./g, '.')
}
