import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  indicatorKinds,
  onwardRules,
  permittedUses,
  secrecyMarks,
  sharedTlps,
} from '../../../../../src/domain/cooperation/contract/network/names.ts'
import {
  type AskedShare,
  draftShare,
  redraftShare,
  type ShareLine,
  type ShareWhole,
} from '../../../../../src/domain/cooperation/contract.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { dayOf, endOfDay } from '../../../ui/due.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { EvidenceFields, evidenceOf, firstOfEvidence, type OfEvidence } from './evidence-fields.tsx'
import { firstOfParts, type OfParts, PartFields, partsOf } from './part-fields.tsx'
import { type Chosen, chosenOf, type GroupOption, nobody, RecipientsField, recipientsOf } from './recipients-field.tsx'
import { RestsOn } from './rests-on.tsx'
import type { Thing } from './thing.ts'
import { tlpName } from './words.tsx'

/** What a form begins with where it is neither a draft nor empty. */
export type FirstTerms = {
  readonly to: ShareLine['recipients'][number]
  readonly tlp: ShareLine['tlp']
  readonly permitted: AskedShare['terms']['permitted']
  readonly until: string | null
}

type FormProps = {
  readonly thing: Thing
  /** the draft that is changed */
  readonly share?: ShareWhole
  /** copies of others that it rests on from the beginning */
  readonly restsOn?: readonly { readonly id: string; readonly title: string }[]
  /** groups that are offered beside one's own, and which of them is chosen at first: those of a joint case */
  readonly into?: readonly GroupOption[]
  readonly first?: FirstTerms
  readonly onDone: (share: ShareWhole) => void
}

const live = ['share', 'shared-copy']
// fields beside each other stand at one height, however long what is said of them
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']

/** To whom, on which terms, and what where it is written by hand. It drafts; nobody sees anything until the copy was looked at and approved. */
export function ShareForm({ thing, share, restsOn = [], into = [], first, onDone }: FormProps) {
  const { t } = useTranslation('sharing')
  const { zone } = usePreferences()
  const making = useAct(draftShare, live)
  const changing = useAct(redraftShare, live)
  const act = share === undefined ? making : changing
  const { required } = useChecks()
  const written = thing.kind === 'document' || thing.kind === 'indicator'
  const draft = share?.draft
  const known = share?.recipients ?? (first === undefined ? [] : [first.to])
  const form = useFields(
    {
      ...firstWords(draft?.object),
      ...firstOfParts(draft?.object),
      ...firstOfEvidence(thing, draft?.object),
      recipients: share === undefined && first === undefined ? { ...nobody, groups: firstOf(into) } : chosenOf(known),
      tlp: (draft?.terms.tlp ?? first?.tlp ?? 'amber') as string,
      permitted: (draft?.terms.permitted ?? first?.permitted ?? 'internally-visible') as string,
      onward: (draft?.terms.onward ?? 'none') as string,
      ground: draft?.terms.ground ?? '',
      purpose: draft?.terms.purpose ?? '',
      until: dayOf(draft?.terms.until ?? first?.until ?? null, zone),
      secrecy: [...(draft?.terms.secrecy ?? [])] as string[],
      restsOn: draft?.restsOn ?? restsOn.map(({ id }) => id),
    },
    {
      recipients: (value: Chosen) => (recipientsOf(value).length === 0 ? t('to.required') : null),
      ground: required,
      purpose: required,
      ...(thing.kind === 'document' ? { title: required, text: required } : {}),
      ...(thing.kind === 'indicator' ? { value: required } : {}),
      ...(thing.kind === 'finding'
        ? { codes: (codes: readonly string[]) => (codes.length === 0 ? t('evidence.which-required') : null) }
        : {}),
    },
    act.failure,
  )
  const submit = form.onSubmit(async (values) => {
    const body = {
      object: objectOf(thing, values),
      recipients: recipientsOf(values.recipients),
      terms: {
        tlp: sharedTlps.find((one) => one === values.tlp) ?? 'amber',
        permitted: permittedUses.find((one) => one === values.permitted) ?? 'none',
        onward: onwardRules.find((one) => one === values.onward) ?? 'none',
        ground: values.ground.trim(),
        purpose: values.purpose.trim(),
        until: values.until === '' ? null : endOfDay(values.until, zone),
        secrecy: secrecyMarks.filter((one) => values.secrecy.includes(one)),
      },
      restsOn: [...values.restsOn],
    }
    const done = share === undefined ? await making.run({ body }) : await changing.run({ params: { id: share.id }, body })
    if (done !== undefined) onDone(done.answer)
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        {written ? <Words kind={thing.kind} form={form} /> : <Text>{t(`goes.${thing.kind}`)}</Text>}
        <PartFields thing={thing} form={form} />
        <EvidenceFields thing={thing} form={form} />
        <RecipientsField
          chosen={form.values.recipients}
          onChosen={(chosen) => form.set('recipients', chosen)}
          error={form.props('recipients').error}
          known={known}
          into={into}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('field.mark')}
            description={t(`tlp.${form.values.tlp}`)}
            inputWrapperOrder={below}
            allowDeselect={false}
            data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
            {...form.props('tlp')}
          />
          <Select
            label={t('field.onward')}
            description={t('field.onward-hint')}
            inputWrapperOrder={below}
            allowDeselect={false}
            data={onwardRules.map((one) => ({ value: one, label: t(`onward.${one}`) }))}
            {...form.props('onward')}
          />
        </SimpleGrid>
        <Select
          label={t('field.permitted')}
          allowDeselect={false}
          data={permittedUses.map((one) => ({ value: one, label: t(`permitted.${one}`) }))}
          {...form.props('permitted')}
        />
        <Textarea
          label={t('field.ground')}
          description={t('field.ground-hint')}
          autosize
          minRows={1}
          maxLength={2_000}
          dir="auto"
          {...form.props('ground')}
        />
        <Textarea label={t('field.purpose')} autosize minRows={1} maxLength={2_000} dir="auto" {...form.props('purpose')} />
        <TextInput label={t('field.until')} description={t('field.until-hint')} type="date" {...form.props('until')} />
        <Checkbox.Group
          label={t('secret.menu')}
          description={t('secret.on-share')}
          value={form.values.secrecy}
          onChange={(chosen) => form.set('secrecy', chosen)}
        >
          <Group gap="md" mt="xs">
            {secrecyMarks.map((one) => (
              <Checkbox key={one} value={one} label={t(`secret.${one}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <RestsOn chosen={form.values.restsOn} known={restsOn} onChosen={(chosen) => form.set('restsOn', chosen)} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(share === undefined ? 'draft.act' : 'draft.anew')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const firstOf = (into: readonly GroupOption[]) => into.filter(({ first }) => first).map(({ value }) => value)

type Written = { readonly title: string; readonly text: string; readonly of: string; readonly value: string; readonly note: string }
const noWords: Written = { title: '', text: '', of: 'url', value: '', note: '' }

function firstWords(object: AskedShare['object'] | undefined): Written {
  if (object?.kind === 'document') return { ...noWords, title: object.title, text: object.text }
  if (object?.kind === 'indicator') return { ...noWords, of: object.of, value: object.value, note: object.note ?? '' }
  return noWords
}

function objectOf(thing: Thing, words: Written & OfEvidence & OfParts): AskedShare['object'] {
  if (thing.kind === 'evidence' || thing.kind === 'finding') return evidenceOf(thing, words)
  if (thing.kind === 'case' || thing.kind === 'campaign') return partsOf(thing.kind, thing.id, words)
  if ('id' in thing) return { kind: thing.kind, id: thing.id }
  if (thing.kind === 'document')
    return { kind: 'document', title: words.title.trim(), text: words.text, language: document.documentElement.lang || 'en' }
  const of = indicatorKinds.find((one) => one === words.of) ?? 'url'
  return { kind: 'indicator', of, value: words.value.trim(), note: words.note.trim() }
}

type WordsProps = { readonly kind: 'indicator' | 'document'; readonly form: Pick<ReturnType<typeof useFields<Written>>, 'props'> }

function Words({ kind, form }: WordsProps) {
  const { t } = useTranslation('sharing')
  if (kind === 'document')
    return (
      <>
        <TextInput label={t('field.title')} maxLength={300} dir="auto" data-autofocus {...form.props('title')} />
        <Textarea label={t('field.text')} autosize minRows={6} maxRows={20} maxLength={100_000} dir="auto" {...form.props('text')} />
      </>
    )
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('field.kind')}
          allowDeselect={false}
          data={indicatorKinds.map((one) => ({ value: one, label: t(`indicator.${one}`) }))}
          {...form.props('of')}
        />
        <TextInput label={t('field.value')} maxLength={500} dir="ltr" data-autofocus {...form.props('value')} />
      </SimpleGrid>
      <Textarea label={t('field.note')} autosize minRows={2} maxLength={4_000} dir="auto" {...form.props('note')} />
    </>
  )
}
