/** What is to be written in a case: an answer to a reply, a letter to somebody who is chosen, or a draft that is gone on with. */
export type Composing = { readonly reply?: string; readonly to?: string | undefined; readonly release?: string }
