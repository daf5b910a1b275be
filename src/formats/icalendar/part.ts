import type { OutgoingEntity } from '../mime/index.ts'
import type { Calendar } from './event.ts'
import { serialiseCalendar } from './write.ts'

/** A calendar as part of a message (RFC 6047 §2.4): programs offer to answer what has its method in the type. Without a method it is a file. */
export function calendarPart(calendar: Calendar): OutgoingEntity {
  const parameters = { charset: 'utf-8', ...(calendar.method === null ? {} : { method: calendar.method }), component: 'VEVENT' }
  return { type: 'text/calendar', parameters, content: new TextEncoder().encode(serialiseCalendar(calendar)) }
}
