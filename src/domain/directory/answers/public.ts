import { addressKind } from '../../../formats/ip.ts'

/** Whether registries know of an address: it is routed in the world, or kept for documentation, which they tell of too. */
export function isPublic(address: string): boolean {
  const kind = addressKind(address)
  return kind === 'public' || kind === 'documentation'
}
