import { Button, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutlineView, ReleaseView } from '../../../../src/domain/cooperation/contract.ts'
import { Answer } from '../../app/answer.tsx'
import { ApiFailure, addressOf } from '../../app/api.ts'
import { CodeBlock, Hash, Mono } from '../../ui/code.tsx'
import { Facts } from '../../ui/facts.tsx'
import classes from './release.module.css'

const views = ['letter', 'source', 'parts', 'removed'] as const
type View = (typeof views)[number]

/** What goes, four ways: as the recipient reads it, byte for byte, what comes with it, and what was taken off. */
export function Preview({ release }: { readonly release: ReleaseView }) {
  const { t } = useTranslation('cooperation')
  const [view, setView] = useState<View>('letter')
  const { draft } = release
  if (draft === null) return <Text c="dimmed">{release.fault === null ? t('preview.none') : t(`fault.${faultOf(release.fault)}`)}</Text>
  return (
    <Stack gap="md" miw={0}>
      <div className={`${classes.views} t-no-print`}>
        <SegmentedControl
          size="sm"
          value={view}
          onChange={(value) => setView(views.find((one) => one === value) ?? 'letter')}
          data={views.map((one) => ({ value: one, label: t(`preview.${one}`) }))}
        />
      </div>
      {view === 'letter' && <Letter release={release} draft={draft} />}
      {view === 'source' && <Source release={release} />}
      {view === 'parts' && <Parts draft={draft} />}
      {view === 'removed' && <Removed draft={draft} />}
    </Stack>
  )
}

const faults = [
  'no-address',
  'hotline-only',
  'lapsed',
  'bytes-gone',
  'withdrawn',
  'altered',
  'address',
  'list-full',
  'no-place',
  'way-unconfirmed',
  'way-changed',
  'way-ended',
  'sample-gone',
  'sample-message',
  'sample-large',
  'outside-off',
  'unreachable',
  'api-refused',
  'secret',
  'not-a-correspondent',
  'forged-sender',
] as const

/** Faults that have words of their own; a relay's code has none. */
export function faultOf(fault: string): (typeof faults)[number] | 'relay' {
  return faults.find((one) => one === fault) ?? 'relay'
}

function Letter({ release, draft }: { readonly release: ReleaseView; readonly draft: OutlineView }) {
  const { t } = useTranslation('cooperation')
  return (
    <article className={classes.letter}>
      <Facts
        facts={[
          { name: t('column.to'), value: <Mono>{release.recipient.value}</Mono> },
          { name: t('column.title'), value: <bdi>{draft.title}</bdi> },
        ]}
      />
      <p dir="auto">{draft.text.trim()}</p>
      {draft.stated !== null && <p dir="auto">{draft.stated}</p>}
    </article>
  )
}

function Source({ release }: { readonly release: ReleaseView }) {
  const { t } = useTranslation('cooperation')
  const address = addressOf('/api/releases/:id/message', { id: release.id }, undefined)
  const source = useQuery({
    queryKey: [address, release.sha256],
    queryFn: async ({ signal }) => {
      const answer = await fetch(address, { credentials: 'same-origin', signal })
      if (!answer.ok) throw new ApiFailure(answer.status, 'cooperation.no-draft')
      return answer.text()
    },
  })
  return (
    <Stack gap="xs">
      <Facts
        facts={[
          { name: 'SHA-256', value: release.sha256 === null ? null : <Hash value={release.sha256} /> },
          { name: t('preview.size'), value: t('preview.bytes', { count: release.size }) },
        ]}
      />
      <Answer of={source}>{(text) => <CodeBlock text={text} height="32rem" />}</Answer>
      <div className="t-no-print">
        <Button component="a" href={address} download variant="default">
          {t('preview.download')}
        </Button>
      </div>
    </Stack>
  )
}

function Parts({ draft }: { readonly draft: OutlineView }) {
  const { t } = useTranslation('cooperation')
  if (draft.parts.length === 0) return <Text c="dimmed">{t('preview.no-parts')}</Text>
  return (
    <Stack gap="md" miw={0}>
      {draft.parts.map((part) => (
        <section key={`${part.name} ${part.sha256}`} className={classes.part} aria-label={part.name ?? part.type}>
          <Facts
            facts={[
              { name: t('part.name'), value: part.name === null ? null : <Mono>{part.name}</Mono> },
              { name: t('part.type'), value: <Mono>{part.type}</Mono> },
              { name: t('preview.size'), value: t('preview.bytes', { count: part.size }) },
              { name: 'SHA-256', value: <Hash value={part.sha256} /> },
            ]}
          />
          {part.text === null ? <Text c="dimmed">{t('part.closed')}</Text> : <CodeBlock text={part.text} height="18rem" />}
        </section>
      ))}
    </Stack>
  )
}

function Removed({ draft }: { readonly draft: OutlineView }) {
  const { t } = useTranslation('cooperation')
  const { removed, left, profile } = draft.redaction
  return (
    <Stack gap="md" miw={0}>
      <Text>{profile === null ? t('removed.by-default') : t('removed.by-profile', { profile })}</Text>
      {removed.length === 0 && left.length === 0 && <Text c="dimmed">{t('removed.nothing')}</Text>}
      {removed.length > 0 && (
        <ul className={classes.list}>
          {removed.map((one) => (
            <li key={`${one.why} ${one.where}`}>
              {t(`removed.why.${one.why}`, { count: one.count })} <Mono>{one.where}</Mono>
            </li>
          ))}
        </ul>
      )}
      {left.length > 0 && (
        <>
          <Text fw={600}>{t('left.title')}</Text>
          <ul className={classes.list}>
            {left.map((one) => (
              <li key={`${one.part} ${one.sha256}`}>
                <bdi>{one.name ?? one.type}</bdi>: {t(`left.${one.why}`)} <Hash value={one.sha256} />
              </li>
            ))}
          </ul>
        </>
      )}
      {removed.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('removed.signature')}
        </Text>
      )}
    </Stack>
  )
}
