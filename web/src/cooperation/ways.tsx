import { Alert, Button, Modal, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { confirmWay, endWay, listWays, type WayView } from '../../../src/domain/cooperation/contract.ts'
import { useQuickAct } from '../app/act.ts'
import { Answer } from '../app/answer.tsx'
import { LinkButton } from '../app/link-button.tsx'
import { useRead } from '../app/read.ts'
import { Badge } from '../ui/badge.tsx'
import { Mono } from '../ui/code.tsx'
import { useConfirm } from '../ui/confirm.tsx'
import { Country } from '../ui/country.tsx'
import { Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import formClasses from './forms.module.css'
import classes from './samples/samples.module.css'
import { WayForm } from './ways/way-form.tsx'

/** Vendors of security software, and how each takes samples. */
export function Vendors() {
  return <Ways what="vendor" />
}

/** Hotlines by country, and how each takes what is referred to it. */
export function Hotlines() {
  return <Ways what="hotline" />
}

type Props = { readonly what: WayView['what'] }

function Ways({ what }: Props) {
  const { t } = useTranslation('samples')
  const result = useRead(listWays, { query: { what } }, { live: ['way'] })
  const [editing, setEditing] = useState<WayView | 'new'>()
  const words = what === 'vendor' ? 'vendors' : 'hotlines'
  return (
    <Page
      title={t(`${words}.title`)}
      lead={t(`${words}.lead`)}
      actions={
        <>
          {what === 'vendor' && (
            <>
              <LinkButton to="/samples" variant="default">
                {t('title')}
              </LinkButton>
              <LinkButton to="/hotlines" variant="default">
                {t('hotlines.title')}
              </LinkButton>
            </>
          )}
          {result.data?.may.set === true && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
              {t(`${words}.add`)}
            </Button>
          )}
        </>
      }
    >
      <Answer of={result}>
        {({ items, may }) => (
          <>
            {items.some(({ confirmedAt }) => confirmedAt === null) && <Alert variant="light">{t(`${words}.unconfirmed`)}</Alert>}
            <ul className={formClasses.rows}>
              {items.map((one) => (
                <Row key={one.id} way={one} may={may} onEdit={() => setEditing(one)} />
              ))}
            </ul>
          </>
        )}
      </Answer>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        size="lg"
        title={editing === 'new' ? t(`${words}.add`) : t('form.change')}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {editing !== undefined && (
          <WayForm what={what} way={editing === 'new' ? undefined : editing} onDone={() => setEditing(undefined)} />
        )}
      </Modal>
    </Page>
  )
}

type RowProps = { readonly way: WayView; readonly may: { readonly set: boolean; readonly confirm: boolean }; readonly onEdit: () => void }

function Row({ way, may, onEdit }: RowProps) {
  const { t } = useTranslation('samples')
  const confirm = useConfirm()
  const sure = useQuickAct(confirmWay, ['way', 'release'])
  const end = useQuickAct(endWay, ['way', 'release'])
  const { id, name, value } = way
  const askConfirm = async () => {
    const yes = await confirm({
      title: t('confirm.title', { name }),
      consequence: t('confirm.consequence', { value }),
      act: t('confirm.act'),
    })
    if (yes) await sure({ params: { id }, body: { value } }, t('confirm.done', { name }))
  }
  const askEnd = async () => {
    const yes = await confirm({ title: t('end.title', { name }), consequence: t('end.consequence'), act: t('end.act'), grave: true })
    if (yes) await end({ params: { id } }, t('end.done', { name }))
  }
  return (
    <li>
      <div className={classes.grow}>
        {way.country !== null && (
          <>
            <Country code={way.country} />
            {': '}
          </>
        )}
        <bdi>{name}</bdi>{' '}
        <Badge tone={way.confirmedAt === null ? 'warn' : 'good'}>{t(way.confirmedAt === null ? 'unconfirmed' : 'confirmed')}</Badge>
        <div>
          {t(`way.${way.kind}`)}: <Mono>{value}</Mono>
        </div>
        <Text size="sm" c="dimmed" component="div" className={classes.facts}>
          {way.what === 'vendor' && way.kind !== 'page' && way.archive !== 'none' && (
            <span>
              {t(`archive.${way.archive}`)}, {t('form.password')} <Mono>{way.password}</Mono>
            </span>
          )}
          {way.header !== null && (
            <span>
              <Mono>{way.header}</Mono> {way.secret ? t('form.secret-kept') : t('form.secret-none')}
            </span>
          )}
          {way.againDays !== null && <span>{t('form.again-said', { count: way.againDays })}</span>}
          {way.confirmedAt !== null && (
            <span>
              {t('confirmed')} <Time at={way.confirmedAt} style="relative" />{' '}
              {way.confirmedBy?.name != null && <bdi>{way.confirmedBy.name}</bdi>}
            </span>
          )}
          {way.source !== '' && (
            <span>
              <bdi>{way.source}</bdi>
            </span>
          )}
        </Text>
        {way.note !== '' && (
          <Text size="sm">
            <bdi>{way.note}</bdi>
          </Text>
        )}
      </div>
      <div className={`${classes.vendors} t-no-print`}>
        {may.confirm && way.confirmedAt === null && (
          <Button size="compact-sm" variant="light" onClick={() => void askConfirm()}>
            {t('confirm.act')}
          </Button>
        )}
        {may.set && (
          <Button size="compact-sm" variant="default" onClick={onEdit}>
            {t('form.change')}
          </Button>
        )}
        {may.set && (
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => void askEnd()}>
            {t('end.act')}
          </Button>
        )}
      </div>
    </li>
  )
}
