/** What is to be shown: something of the desk's, or what is written here. */
export type Thing =
  | { readonly kind: 'case' | 'campaign' | 'technique'; readonly id: string }
  | { readonly kind: 'indicator' | 'document' }
  /** whether it is a message, which can be redacted */
  | { readonly kind: 'evidence'; readonly id: string; readonly message: boolean }
  /** of a report, with the codes that were found in it */
  | { readonly kind: 'finding'; readonly id: string; readonly codes: readonly string[] }
