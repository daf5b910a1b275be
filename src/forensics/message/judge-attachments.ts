import type { FileFeature, FileReading, Member } from '../file/index.ts'
import type { FoundAttachment } from './attachments.ts'
import { collectFindings, type FindingCode, type Findings } from './findings.ts'
import type { Finding, Rest } from './reading.ts'

const byFeature: Readonly<Partial<Record<FileFeature, FindingCode>>> = {
  executable: 'attachment-executable',
  script: 'attachment-script',
  shortcut: 'attachment-shortcut',
  'disk-image': 'attachment-disk-image',
  onenote: 'attachment-onenote',
  macros: 'attachment-macros',
  'remote-template': 'attachment-remote-template',
  'embedded-object': 'attachment-embedded',
  'embedded-file': 'attachment-embedded',
  equation: 'attachment-equation',
  dde: 'attachment-dde',
  javascript: 'attachment-javascript',
  'launch-action': 'attachment-launch',
  'html-smuggling': 'attachment-html-smuggling',
  'svg-script': 'attachment-svg-script',
  'double-extension': 'attachment-double-extension',
  'name-padding': 'attachment-double-extension',
  'type-contradicts-name': 'attachment-type-mismatch',
  'name-bidi': 'attachment-name-bidi',
  encrypted: 'attachment-encrypted',
  'name-unsafe': 'attachment-name-unsafe',
  'picture-bomb': 'attachment-bomb',
  'entity-bomb': 'attachment-bomb',
  damaged: 'attachment-damaged',
  'archive-bomb': 'archive-bomb',
  'archive-path-escape': 'archive-path-escape',
  'archive-damaged': 'archive-damaged',
}

/** Says what the attachments of a message and the files inside of them amount to. */
export function judgeAttachments(list: readonly FoundAttachment[], findings: Findings): void {
  for (const { attachment, file, part } of list) {
    const rests: Rest[] = [{ attachment: attachment.index }, { part: part.path }]
    judgeFile(file, attachment.name, rests, findings, attachment.name)
  }
}

function judgeFile(file: FileReading, name: string | null, rests: readonly Rest[], findings: Findings, within: string | null): void {
  const features = new Set(file.features)
  const params = { name, type: file.type, within: within === name ? null : within }
  for (const feature of features) {
    const code = byFeature[feature]
    if (code !== undefined && !covered(feature, features)) findings.add(code, rests, params)
  }
  if (features.has('html')) findings.add(features.has('html-form') ? 'attachment-html-form' : 'attachment-html', rests, params)
  if (features.has('dangerous-extension') && !runs(features)) findings.add('attachment-dangerous-name', rests, params)
  for (const member of file.members) judgeMember(member, rests, findings, within)
}

function judgeMember(member: Member, rests: readonly Rest[], findings: Findings, within: string | null): void {
  if (member.reading !== null) {
    judgeFile(member.reading, member.name, rests, findings, within)
    return
  }
  // not opened: its name is all there is
  const params = { name: member.name, type: null, within }
  for (const feature of member.features) {
    const code = feature === 'dangerous-extension' ? 'attachment-dangerous-name' : byFeature[feature]
    if (code !== undefined) findings.add(code, rests, params)
  }
}

/** A shortcut that is also said to be executable needs one finding, not two. */
function covered(feature: FileFeature, features: ReadonlySet<FileFeature>): boolean {
  if (feature === 'executable') return features.has('shortcut') || features.has('script')
  if (feature === 'name-padding') return features.has('double-extension')
  if (feature === 'embedded-file') return features.has('embedded-object')
  return false
}

function runs(features: ReadonlySet<FileFeature>): boolean {
  return (['executable', 'script', 'shortcut', 'disk-image', 'onenote', 'double-extension'] as const).some((feature) =>
    features.has(feature),
  )
}

/** The findings of a lone file, outside of any message. */
export function fileFindings(file: FileReading, name: string | null): Finding[] {
  const findings = collectFindings()
  judgeFile(file, name, [], findings, name)
  return findings.list
}
