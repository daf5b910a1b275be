import { Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onwardRules, permittedUses, sharedTlps } from '../../../../src/domain/cooperation/contract/network/names.ts'
import type { AskedTerms, LetterDefaults, ReleaseView } from '../../../../src/domain/cooperation/contract.ts'
import { useSession } from '../../app/session.ts'
import { dayOf, endOfDay } from '../../ui/due.ts'
import { Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import { RestsOn } from '../network/sharing/rests-on.tsx'
import { TlpBadge, tlpName } from '../network/sharing/words.tsx'
import classes from './release.module.css'

/** Terms as fields have them. */
export type TermsWords = {
  readonly tlp: string
  readonly permitted: string
  readonly onward: string
  readonly ground: string
  readonly purpose: string
  /** a day, or nothing */
  readonly until: string
}

type Terms = NonNullable<ReleaseView['terms']>

export function wordsOf({ tlp, permitted, onward, ground, purpose, until }: Omit<Terms, 'restsOn'>, zone: string): TermsWords {
  return { tlp, permitted, onward, ground: ground ?? '', purpose: purpose ?? '', until: dayOf(until, zone) }
}

/** What letters of a kind bear at first, for the form of one that is written now. */
export function firstWords({ days, ...terms }: LetterDefaults, zone: string): TermsWords {
  const until = days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString()
  return wordsOf({ ...terms, until }, zone)
}

export function termsOf({ tlp, permitted, onward, ground, purpose, until }: TermsWords, zone: string): AskedTerms {
  const said = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    tlp: sharedTlps.find((one) => one === tlp) ?? 'amber',
    permitted: permittedUses.find((one) => one === permitted) ?? 'none',
    onward: onwardRules.find((one) => one === onward) ?? 'none',
    ground: said(ground),
    purpose: said(purpose),
    until: until === '' ? null : endOfDay(until, zone),
  }
}

type FieldsProps = {
  readonly terms: TermsWords
  readonly onChange: (terms: TermsWords) => void
  readonly open?: boolean
  /** copies of others that it rests on; not where there is nothing to choose yet */
  readonly restsOn?: readonly string[]
  readonly onRestsOn?: (copies: string[]) => void
}

/** The terms in one line, and on demand as fields. */
export function TermsPart({ terms, onChange, open = false, restsOn, onRestsOn }: FieldsProps) {
  const { t } = useTranslation(['cooperation', 'sharing'])
  const session = useSession()
  return (
    <details open={open} className={classes.terms}>
      <summary>
        {t('terms.title')}: <bdi>{tlpName(sharedTlps.find((one) => one === terms.tlp) ?? 'amber')}</bdi> ·{' '}
        {t(`sharing:permitted.${terms.permitted}`)}
      </summary>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('terms.lead')}
        </Text>
        <MarkFields terms={terms} onChange={onChange} />
        <TextInput
          label={t('terms.until')}
          description={t('terms.until-hint')}
          type="date"
          value={terms.until}
          onChange={(event) => onChange({ ...terms, until: event.currentTarget.value })}
        />
        {restsOn !== undefined && onRestsOn !== undefined && session.network !== null && (
          <RestsOn chosen={restsOn} known={[]} onChosen={onRestsOn} />
        )}
      </Stack>
    </details>
  )
}

/** The terms of a draft that is changed: their part of the form, and of what is sent; nothing of either where it bears none. */
export function useTerms({ terms, warnings }: Pick<ReleaseView, 'terms' | 'warnings'>) {
  const { zone } = usePreferences()
  const [words, setWords] = useState(terms === null ? undefined : wordsOf(terms, zone))
  const [restsOn, setRestsOn] = useState(terms?.restsOn ?? [])
  if (words === undefined) return { part: null, body: {} }
  const open = warnings.some((one) => one === 'terms-ground' || one === 'share-over' || one.startsWith('wider'))
  const part = <TermsPart terms={words} onChange={setWords} open={open} restsOn={restsOn} onRestsOn={setRestsOn} />
  return { part, body: { terms: termsOf(words, zone), restsOn } }
}

/** Mark, rules, ground and purpose. */
export function MarkFields<T extends Omit<TermsWords, 'until'>>({
  terms,
  onChange,
}: {
  readonly terms: T
  readonly onChange: (terms: T) => void
}) {
  const { t } = useTranslation(['cooperation', 'sharing'])
  const set = (name: keyof Omit<TermsWords, 'until'>) => (value: string | null) => onChange({ ...terms, [name]: value ?? terms[name] })
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('terms.mark')}
          allowDeselect={false}
          data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
          value={terms.tlp}
          onChange={set('tlp')}
        />
        <Select
          label={t('sharing:field.onward')}
          allowDeselect={false}
          data={onwardRules.map((one) => ({ value: one, label: t(`sharing:onward.${one}`) }))}
          value={terms.onward}
          onChange={set('onward')}
        />
      </SimpleGrid>
      <Select
        label={t('sharing:field.permitted')}
        allowDeselect={false}
        data={permittedUses.map((one) => ({ value: one, label: t(`sharing:permitted.${one}`) }))}
        value={terms.permitted}
        onChange={set('permitted')}
      />
      <Textarea
        label={t('terms.ground')}
        description={t('terms.ground-hint')}
        autosize
        minRows={1}
        maxLength={2_000}
        dir="auto"
        value={terms.ground}
        onChange={(event) => set('ground')(event.currentTarget.value)}
      />
      <Textarea
        label={t('terms.purpose')}
        description={t('terms.purpose-hint')}
        autosize
        minRows={1}
        maxLength={2_000}
        dir="auto"
        value={terms.purpose}
        onChange={(event) => set('purpose')(event.currentTarget.value)}
      />
    </>
  )
}

/** On the page of a letter: what its recipient is held to; nothing where it bears no terms. */
export function TermsFacts({ terms }: { readonly terms: ReleaseView['terms'] }) {
  const { t } = useTranslation(['cooperation', 'sharing'])
  if (terms === null) return null
  const { tlp, permitted, onward, ground, purpose, until, restsOn } = terms
  return (
    <Section title={t('terms.title')} lead={t('terms.lead')}>
      <Facts
        facts={[
          { name: t('terms.mark'), value: <TlpBadge tlp={tlp} /> },
          { name: t('terms.use'), value: t(`sharing:permitted.${permitted}`) },
          { name: t('sharing:field.onward'), value: t(`sharing:onward.${onward}`) },
          { name: t('terms.ground'), value: ground === null ? null : <bdi>{ground}</bdi> },
          { name: t('terms.purpose'), value: purpose === null ? t('terms.as-letter') : <bdi>{purpose}</bdi> },
          { name: t('terms.until'), value: until === null ? t('terms.as-needed') : <Time at={until} style="date" /> },
          { name: t('terms.rests-on'), value: restsOn.length === 0 ? null : t('terms.copies', { count: restsOn.length }) },
        ]}
      />
    </Section>
  )
}
