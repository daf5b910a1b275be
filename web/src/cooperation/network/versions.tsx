import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Timeline } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'

type Version = {
  readonly id: string
  /** null while it is a draft */
  readonly at: string | null
  readonly told: ReactNode
  /** what stands beside */
  readonly by?: ReactNode
  /** it is not shown on the page already */
  readonly earlier: boolean
}
type Props = {
  readonly title: string
  readonly all: readonly Version[]
  readonly show: (id: string) => ReactNode
}

/** All versions of something that the reader may see, the earlier ones opened below, one at a time. */
export function Versions({ title, all, show }: Props) {
  const [open, setOpen] = useState<string>()
  const toggle = (id: string) => setOpen(id === open ? undefined : id)
  const moments = all.map(({ id, at, told, by, earlier }) => ({
    id,
    when: at === null ? '' : <Time at={at} />,
    what: (
      <>
        {earlier ? (
          <Button size="compact-sm" variant="subtle" aria-expanded={id === open} onClick={() => toggle(id)}>
            {told}
          </Button>
        ) : (
          told
        )}{' '}
        {by}
      </>
    ),
  }))
  return (
    <>
      <Section title={title}>
        <Timeline label={title} moments={moments} />
      </Section>
      {open !== undefined && show(open)}
    </>
  )
}
