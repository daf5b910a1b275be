import type { Tag } from '../../../formats/bagit/index.ts'
import type { Package } from './package.ts'

/** What `bag-info.txt` says, with the labels that RFC 8493 §2.2.2 reserves and some of our own. `unstamped`: why there is no time stamp. */
export function tagsOf(
  one: Package,
  made: { readonly leftOut: number; readonly withheld: number; readonly unprinted: string | null },
  unstamped: string | null,
): readonly Tag[] {
  return [
    { label: 'External-Identifier', value: one.id },
    { label: 'External-Description', value: one.about.title },
    { label: 'Bagging-Date', value: one.createdAt.toISOString().slice(0, 10) },
    { label: 'Bag-Software-Agent', value: 'Tocsin' },
    { label: 'Tocsin-Form', value: 'tocsin-package/1' },
    { label: 'Tocsin-Purpose', value: one.purpose },
    { label: 'Tocsin-Recipient', value: one.recipient },
    { label: 'Tocsin-Originals', value: one.originals === 'sealed' ? 'archives under the password infected' : 'plain' },
    { label: 'Tocsin-Left-Out', value: String(made.leftOut) },
    { label: 'Tocsin-Withheld', value: String(made.withheld) },
    { label: 'Tocsin-Pages', value: made.unprinted === null ? 'HTML and PDF' : `HTML alone: ${made.unprinted}` },
    { label: 'Tocsin-Time-Stamp', value: unstamped === null ? 'RFC 3161, over manifest-sha256.txt' : `none: ${unstamped}` },
  ]
}
