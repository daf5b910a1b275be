import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ItemDetail, ItemView } from '../../../src/domain/evidence/contract.ts'
import { Badge } from '../ui/badge.tsx'
import { Hash, Mono } from '../ui/code.tsx'
import { formatSize } from '../ui/format.ts'
import { usePreferences } from '../ui/preferences.tsx'
import { useItemName, useWayText } from './item-text.ts'
import classes from './panel.module.css'

/** What it came out of, itself, and what came out of it. */
export function Tree({ detail }: { readonly detail: ItemDetail }) {
  const { t } = useTranslation('evidence')
  const { item, parent } = detail
  const here = (
    <li>
      <ItemLine item={item} here />
      <Under detail={detail} of={item.id} />
    </li>
  )
  return (
    <div className={classes.part}>
      <h3>{t('tree.title')}</h3>
      <ul className={classes.tree}>
        {parent === null ? (
          here
        ) : (
          <li>
            <ItemLine item={parent.item} />
            <ul>{here}</ul>
          </li>
        )}
      </ul>
    </div>
  )
}

function Under({ detail, of }: { readonly detail: ItemDetail; readonly of: string }) {
  const children = detail.under.filter((one) => one.parent === of)
  if (children.length === 0) return null
  return (
    <ul>
      {children.map(({ item, how }) => (
        <li key={item.id}>
          <ItemLine item={item} how={how} />
          <Under detail={detail} of={item.id} />
        </li>
      ))}
    </ul>
  )
}

function ItemLine({ item, how, here = false }: { readonly item: ItemView; readonly how?: string; readonly here?: boolean }) {
  const { t } = useTranslation('evidence')
  const { locale } = usePreferences()
  const name = useItemName()(item)
  const way = useWayText()
  return (
    <div className={classes.item} data-here={here}>
      {here ? (
        <bdi>{name}</bdi>
      ) : (
        <Link to="/evidence/$id" params={{ id: item.id }}>
          <bdi>{name}</bdi>
        </Link>
      )}
      <span className={classes.facts}>
        {how !== undefined && <span>{way(how)}</span>}
        <Mono>{item.mediaType}</Mono>
        <span>{formatSize(item.size, locale)}</span>
        <Hash value={item.sha256} />
        {item.state !== 'kept' && <Badge tone="warn">{t(`state.${item.state}`)}</Badge>}
      </span>
    </div>
  )
}
