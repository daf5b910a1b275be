/** What a document is made of, one under the other. Texts are plain; line ends in them are kept. */
export type Block =
  | { readonly kind: 'title' | 'heading' | 'subheading' | 'text' | 'note'; readonly text: string }
  /** of a list; the mark stands before it */
  | { readonly kind: 'item'; readonly mark: string; readonly text: string }
  /** a name and what it is, side by side */
  | { readonly kind: 'fact'; readonly name: string; readonly text: string }

export type PdfDocument = {
  readonly title: string
  /** BCP 47 */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly blocks: readonly Block[]
}
