import type { z } from 'zod'
import type { Channel } from '../../../src/domain/intake/contract.ts'
import type { Tone } from '../ui/tone.ts'

export type ChannelView = z.output<typeof Channel>
export type ChannelHealth = 'closed' | 'never' | 'heard' | 'quiet'

export const channelTones: Readonly<Record<ChannelHealth | 'trouble', Tone>> = {
  heard: 'good',
  quiet: 'warn',
  never: 'plain',
  closed: 'bad',
  trouble: 'bad',
}

/** Silence for this long is worth a look. */
export const quietAfter = 7 * 86_400_000

/** How a channel does: whether it is open, and whether anything came by it lately. */
export function healthOf(channel: Pick<ChannelView, 'open' | 'lastAt'>, now: Date): ChannelHealth {
  if (!channel.open) return 'closed'
  if (channel.lastAt === null) return 'never'
  return now.getTime() - Date.parse(channel.lastAt) > quietAfter ? 'quiet' : 'heard'
}
