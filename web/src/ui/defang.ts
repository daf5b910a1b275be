/**
 * A URL, host or mail address written so that no program follows it: `hxxps://evil[.]example/…`. The scheme and the host are changed, the path
 * stays as it is, because analysts search for it.
 */
export function defang(text: string): string {
  const found = /^([a-z][a-z0-9+.-]*):(\/\/)?([^/?#]*)(.*)$/is.exec(text)
  if (found === null || (found[2] === undefined && !/^(?:mailto|javascript|data|tel)$/i.test(found[1] ?? ''))) return brackets(text)
  const [, scheme = '', slashes = '', host = '', rest = ''] = found
  const safe = /^https?$/i.test(scheme)
    ? scheme.toLowerCase().replace('tt', 'xx')
    : /^ftps?$/i.test(scheme)
      ? scheme.toLowerCase().replace('t', 'x')
      : scheme
  return `${safe}${slashes === '' ? '[:]' : '://'}${brackets(host)}${rest}`
}

function brackets(host: string): string {
  const path = host.search(/[/?#]/)
  const name = path < 0 ? host : host.slice(0, path)
  const rest = path < 0 ? '' : host.slice(path)
  return `${name.replaceAll('@', '[@]').replace(/\[?\.\]?/g, '[.]')}${rest}`
}
