import { defineTask } from '../base/task.ts'
import type { SealedFile, SealedHow } from '../formats/archive/index.ts'
import type { MessageReading } from './message/index.ts'
import type { Picture, PictureForm, Preview, PreviewOptions } from './preview/index.ts'
import type { RedactedMessage, RedactionRules, RedactionSubject } from './redact/index.ts'
import type { Checked, TechniqueFault, TechniqueKind } from './technique/index.ts'

/** Work on hostile bytes that a worker thread does for whoever asks. */

/** A message as a document that is safe to look at. */
export const previewMessageTask = defineTask<{ readonly bytes: Uint8Array; readonly options?: PreviewOptions }, Preview>(
  'forensics.preview-message',
)

/** A picture drawn anew, no larger than `edge` pixels; null for what is none. */
export const redrawPictureTask = defineTask<
  { readonly bytes: Uint8Array; readonly form: PictureForm; readonly edge: number },
  Picture | null
>('forensics.redraw-picture')

/** Files in one archive under a password, by AES unless it is to be opened by what knows only the old cipher. */
export const sealArchiveTask = defineTask<
  { readonly files: readonly SealedFile[]; readonly password: string; readonly how?: SealedHow },
  { readonly archive: Uint8Array }
>('forensics.seal-archive')

/** A message as it may leave, without what the rules take off. */
export const redactMessageTask = defineTask<
  { readonly bytes: Uint8Array; readonly rules: RedactionRules; readonly subject: RedactionSubject },
  RedactedMessage
>('forensics.redact-message')

/** Whether one of these people stands in bytes that cannot be redacted. */
export const findPeopleTask = defineTask<
  { readonly bytes: Uint8Array; readonly addresses: readonly string[]; readonly names: readonly string[] },
  { readonly found: boolean }
>('forensics.find-people')

/** Whether a technique can be read, and how many rules, indicators or words it has. */
export const checkTechniqueTask = defineTask<{ readonly kind: TechniqueKind; readonly text: string }, Checked>('forensics.check-technique')

/**
 * Holds a technique against one message: the reading of it, for YARA its bytes. The names of what fits; a fault where it cannot be read any more. What is
 * prepared is kept by its hash for the next message.
 */
export const runTechniqueTask = defineTask<
  {
    readonly kind: TechniqueKind
    readonly text: string
    readonly sha256: string
    readonly reading: MessageReading | null
    readonly bytes: Uint8Array | null
  },
  { readonly names: readonly string[]; readonly ms: number } | { readonly fault: TechniqueFault }
>('forensics.run-technique')
