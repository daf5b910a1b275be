import type { FileFeature } from './reading.ts'

/** What a file name alone tells. */

const dangerous = new Set(
  'ade adp apk appx appxbundle application bat cab chm cmd com cpl diagcab dll dmg exe gadget hta hlp inf ins iqy isp jar jnlp js jse ksh library-ms lnk mde msc msi msix msp mst nsh one pif pkg ps1 ps1xml ps2 psc1 psm1 py pyw rdp reg scf scr search-ms sct settingcontent-ms shb shs slk sys theme url vb vbe vbs vhd vhdx vxd ws wsc wsf wsh xll iso img udf deb rpm appimage run'.split(
    ' ',
  ),
)
const innocent = new Set(
  'pdf doc docx xls xlsx ppt pptx txt rtf odt csv jpg jpeg png gif bmp tif tiff mp3 mp4 wav avi htm html eml zip xml'.split(' '),
)

const bidi = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Features of a name: hidden or doubled extensions, extensions that a double click would run, direction controls. */
export function nameFeatures(name: string | null): FileFeature[] {
  if (name === null) return []
  const features: FileFeature[] = []
  if (bidi.test(name)) features.push('name-bidi')
  if (unsafe(name)) features.push('name-unsafe')
  const bare = name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  if (/\s{5,}\.\w+\s*$|\.\w{2,5}[\s_]{5,}\.?\w*/.test(bare)) features.push('name-padding')
  const extensions = bare
    .toLowerCase()
    .trim()
    .split('.')
    .slice(1)
    .map((extension) => extension.trim())
  const last = extensions.at(-1) ?? ''
  if (dangerous.has(last)) features.push('dangerous-extension')
  const before = extensions.at(-2) ?? ''
  if (
    innocent.has(before) &&
    (dangerous.has(last) || last === 'html' || last === 'htm' || last === 'shtml' || last === 'svg') &&
    before !== last
  )
    features.push('double-extension')
  return features
}

/** A path, a device of Windows, characters that no system takes in a name, or longer than any does. */
function unsafe(name: string): boolean {
  if (name.length > 255 || name.trim() === '' || /^\.+$/.test(name)) return true
  return /(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:[\\/]|[\p{Cc}]|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(name)
}

const families: readonly (readonly [extensions: string, types: RegExp])[] = [
  ['pdf', /^application\/pdf$/],
  ['jpg jpeg jpe', /^image\/jpeg$/],
  ['png', /^image\/(?:png|apng)$/],
  ['gif', /^image\/gif$/],
  ['bmp', /^image\/bmp$/],
  ['tif tiff', /^image\/tiff$/],
  ['webp', /^image\/webp$/],
  ['doc', /^application\/(?:msword|vnd\.openxmlformats|vnd\.ms-word|rtf|x-ole-encrypted|x-cfb|vnd\.ms-office)|^text\/(?:html|plain|rtf)/],
  ['docx docm dotm dotx', /^application\/(?:vnd\.openxmlformats|vnd\.ms-word|x-ole-encrypted)/],
  ['xls', /^application\/(?:vnd\.ms-excel|vnd\.openxmlformats|x-ole-encrypted|x-cfb|xml)|^text\//],
  ['xlsx xlsm xlsb xltx', /^application\/(?:vnd\.openxmlformats|vnd\.ms-excel|x-ole-encrypted)/],
  ['ppt', /^application\/(?:vnd\.ms-powerpoint|vnd\.openxmlformats|x-ole-encrypted|x-cfb)/],
  ['pptx pptm', /^application\/(?:vnd\.openxmlformats|vnd\.ms-powerpoint|x-ole-encrypted)/],
  ['zip', /^application\/(?:zip|vnd\.openxmlformats|java-archive)/],
  ['rar', /^application\/(?:x-rar|vnd\.rar)/],
  ['7z', /^application\/x-7z/],
  ['txt', /^text\/|^application\/(?:json|xml)|^message\//],
  ['mp3', /^audio\//],
  ['mp4 m4v mov', /^video\/|^audio\//],
  ['htm html', /^text\/html$|^application\/(?:xhtml|xml)/],
]
const byExtension = new Map(
  families.flatMap(([extensions, types]) => extensions.split(' ').map((extension) => [extension, types] as const)),
)

/** Whether the content is something else than the name promises. Nothing is said of empty or unknown content. */
export function contradicts(name: string | null, type: string): boolean {
  if (name === null || type === 'application/octet-stream' || type === 'application/x-empty') return false
  const extension = /\.([a-z0-9]{1,5})\s*$/i.exec(name)?.[1]?.toLowerCase()
  const expected = extension === undefined ? undefined : byExtension.get(extension)
  return expected !== undefined && !expected.test(type)
}
