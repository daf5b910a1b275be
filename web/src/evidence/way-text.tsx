import { useWayText } from './item-text.ts'

/** How an item came out of another, in the reader's words. */
export function WayText({ how }: { readonly how: string }) {
  return <bdi>{useWayText()(how)}</bdi>
}
