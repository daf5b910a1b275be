/** The rooms in the order data moves through them. A room may know those before it, never those after it. */
export const rooms = [
  'directory',
  'evidence',
  'intake',
  'analysis',
  'cases',
  'cooperation',
  'provider',
  'assurance',
  'assistance',
  'outreach',
]
