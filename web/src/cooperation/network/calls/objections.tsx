import { Alert, Button, Group, Radio, Select, Stack, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type CallSeriesWhole, type CallWhole, endCallObjection, objectToIndustry } from '../../../../../src/domain/cooperation/contract.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { type Fields, FormNote, useFields } from '../../../app/form.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'
import formClasses from '../../forms.module.css'
import { MemberField, MembersField } from '../member-field.tsx'
import classes from './calls.module.css'
import { callKinds, useItemTitle } from './words.tsx'

type Inside = NonNullable<CallWhole['inside']>
type Objection = Inside['objections'][number]

type SpeakProps = { readonly value: string | null; readonly error: string | undefined; onChange(value: string | null): void }

/** For whom the office speaks: an agency that does not work on this node. */
export function SpeakFor({ value, error, onChange }: SpeakProps) {
  const { t } = useTranslation('calls')
  return (
    <MemberField
      label={t('speak-for')}
      description={t('speak-for-what')}
      which={{ kind: ['agency'], here: 'false' }}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}

const whomOf = () => ({ whom: 'all', members: [] as string[], reason: '', agency: null as string | null })
type Whom = ReturnType<typeof whomOf>

/** What both forms send of whom and why. */
function said({ whom, members, reason, agency }: Whom) {
  const words = reason.trim()
  return { ...(agency === null ? {} : { agency }), members: whom === 'all' ? null : members, reason: words === '' ? null : words }
}

type WhomProps = { readonly form: Fields<Whom>; readonly speaks: boolean }

function WhomFields({ form, speaks }: WhomProps) {
  const { t } = useTranslation('calls')
  return (
    <>
      <Radio.Group label={t('object.whom')} value={form.values.whom} onChange={(value) => form.set('whom', value)}>
        <Stack gap={4} mt={4}>
          <Radio value="all" label={t('object.all')} />
          <Radio value="named" label={t('object.named')} />
        </Stack>
      </Radio.Group>
      {form.values.whom === 'named' && (
        <MembersField label={t('invite.members')} which={{ kind: ['industry'] }} {...form.props('members')} />
      )}
      <Textarea
        label={t('object.reason')}
        description={t('object.reason-what')}
        autosize
        minRows={2}
        maxLength={4_000}
        dir="auto"
        {...form.props('reason')}
      />
      {!speaks && <SpeakFor {...form.props('agency')} />}
    </>
  )
}

function Send({ form, speaks, running }: WhomProps & { readonly running: boolean }) {
  const { t } = useTranslation('calls')
  const { whom, members, agency } = form.values
  return (
    <Group justify="flex-end">
      <Button
        type="submit"
        color="red"
        loading={running}
        disabled={(whom === 'named' && members.length === 0) || (!speaks && agency === null)}
      >
        {t('object.act')}
      </Button>
    </Group>
  )
}

type CallProps = { readonly call: CallWhole; readonly inside: Inside; readonly onDone: () => void }

/** Takes industry out of an item, the call or its series; says before who sees what no more. */
export function CallObjection({ call, inside, onDone }: CallProps) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  const act = useAct(objectToIndustry, callKinds)
  const where = useFields({ scope: 'item', item: call.items[0]?.id ?? null } as { scope: string; item: string | null })
  const form = useFields(whomOf(), {}, act.failure)
  const { scope, item } = where.values
  const { whom, members } = form.values
  const seeing = scope === 'item' ? (inside.audience.items.find((one) => one.item === item)?.members ?? []) : inside.audience.call
  const losing = seeing.filter(({ id }) => whom === 'all' || members.includes(id)).map(({ name }) => name)
  const submit = form.onSubmit(async (values) => {
    const of = scope === 'series' ? { series: call.series?.id } : scope === 'call' ? { call: call.id } : { item: item ?? '' }
    if ((await act.run({ body: { ...of, ...said(values) } })) === undefined) return
    toast(t('object.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Radio.Group label={t('object.scope')} value={scope} onChange={(value) => where.set('scope', value)}>
          <Stack gap={4} mt={4}>
            <Radio value="item" label={t('object.item')} />
            <Radio value="call" label={t('object.call')} />
            {call.series !== null && <Radio value="series" label={t('object.series', { name: call.series.name })} />}
          </Stack>
        </Radio.Group>
        {scope === 'item' && (
          <Select
            label={t('object.which')}
            allowDeselect={false}
            data={call.items.map((one) => ({ value: one.id, label: titleOf(one) }))}
            {...where.props('item')}
          />
        )}
        <WhomFields form={form} speaks={call.may.speak} />
        <Alert variant="light" color="red">
          {losing.length === 0
            ? t('object.what-later')
            : t(scope === 'item' ? 'object.what-item' : 'object.what', { who: losing.join(', ') })}
        </Alert>
        <Send form={form} speaks={call.may.speak} running={act.running} />
      </Stack>
    </form>
  )
}

type SeriesProps = { readonly series: CallSeriesWhole; readonly onDone: () => void }

/** Takes industry out of all calls of a series, also before there is one. */
export function SeriesObjection({ series, onDone }: SeriesProps) {
  const { t } = useTranslation('calls')
  const act = useAct(objectToIndustry, callKinds)
  const form = useFields(whomOf(), {}, act.failure)
  const submit = form.onSubmit(async (values) => {
    if ((await act.run({ body: { series: series.id, ...said(values) } })) === undefined) return
    toast(t('object.done'))
    onDone()
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <p>{t('object.series', { name: series.name })}</p>
        <WhomFields form={form} speaks={series.may.speak} />
        <Alert variant="light" color="red">
          {t('object.what-series')}
        </Alert>
        <Send form={form} speaks={series.may.speak} running={act.running} />
      </Stack>
    </form>
  )
}

/** What keeps industry out of a call, as far as the reader may know of it. */
export function Objections({ call, inside }: Omit<CallProps, 'onDone'>) {
  const { t } = useTranslation('calls')
  const titleOf = useItemTitle()
  if (inside.objections.length === 0) return null
  const items = new Map(call.items.map((item) => [item.id, titleOf(item)]))
  return (
    <Section title={t('object.title')} lead={t('object.title-what')} flush>
      <ObjectionRows objections={inside.objections} items={items} />
    </Section>
  )
}

type RowsProps = { readonly objections: readonly Objection[]; readonly items?: ReadonlyMap<string, string> }

export function ObjectionRows({ objections, items }: RowsProps) {
  const { t } = useTranslation('calls')
  const end = useQuickAct(endCallObjection, callKinds)
  return (
    <ul className={formClasses.rows}>
      {objections.map(({ id, scope, item, agency, members, reason, at, may }) => (
        <li key={id}>
          <div className={classes.grow}>
            <bdi>{agency.name}</bdi>
            <div className={classes.dim}>
              {(item === null ? undefined : items?.get(item)) ?? t(`object.of-${scope}`)} ·{' '}
              <bdi>{members === null ? t('object.all') : members.join(', ')}</bdi> · <Time at={at} style="relative" />
            </div>
            {reason !== null && (
              <p className={classes.text} dir="auto">
                {reason}
              </p>
            )}
          </div>
          {may.withdraw && (
            <Button size="compact-sm" variant="subtle" onClick={() => void end({ params: { id } }, t('object.ended'))}>
              {t('object.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
