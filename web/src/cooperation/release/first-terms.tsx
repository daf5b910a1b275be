import { Button, Group, NumberInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LetterDefaults, listLetterTerms, resetLetterTerms, setLetterTerms } from '../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../app/act.ts'
import { FormNote } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Badge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { toast } from '../../ui/toast.tsx'
import { firstWords, MarkFields, termsOf } from './terms.tsx'

/** Beside the words of a kind of letter: the terms that it begins with; nothing of kinds that bear none. */
export function FirstTerms({ kind }: { readonly kind: string }) {
  const found = useRead(listLetterTerms, {}, { live: ['form'] }).data
  const terms = found?.items.find((one) => one.kind === kind)
  if (found === undefined || terms === undefined) return null
  return <Edit key={JSON.stringify(terms)} terms={terms} may={found.may.change} />
}

function Edit({ terms, may }: { readonly terms: LetterDefaults; readonly may: boolean }) {
  const { t } = useTranslation('cooperation')
  const { zone } = usePreferences()
  const act = useAct(setLetterTerms, ['form'])
  const reset = useAct(resetLetterTerms, ['form'])
  const [words, setWords] = useState(firstWords({ ...terms, days: null }, zone))
  const [days, setDays] = useState<number | string>(terms.days ?? '')
  const { kind } = terms
  const save = async () => {
    const { until: _, ground = null, purpose = null, ...marks } = termsOf(words, zone)
    const body = { ...marks, ground, purpose, days: typeof days === 'number' ? days : null }
    if ((await act.run({ params: { kind }, body })) !== undefined) toast(t('ui:saved'))
  }
  return (
    <Section
      title={t('terms.first')}
      lead={t('terms.first-lead')}
      actions={terms.own ? <Badge tone="accent">{t('terms.own')}</Badge> : <Badge>{t('terms.ships')}</Badge>}
    >
      <Stack gap="sm">
        <FormNote failure={act.failure ?? reset.failure} />
        <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0, minInlineSize: 0 }}>
          <Stack gap="sm">
            <MarkFields terms={words} onChange={setWords} />
            <NumberInput
              label={t('terms.days')}
              description={t('terms.days-hint')}
              min={1}
              max={3_650}
              allowDecimal={false}
              value={days}
              onChange={setDays}
            />
          </Stack>
        </fieldset>
        {may && (
          <Group justify="space-between">
            <Button
              variant="subtle"
              disabled={!terms.own}
              loading={reset.running}
              onClick={() => void reset.run({ params: { kind } }).then((done) => done !== undefined && toast(t('ui:saved')))}
            >
              {t('terms.reset')}
            </Button>
            <Button loading={act.running} onClick={() => void save()}>
              {t('ui:save')}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  )
}
