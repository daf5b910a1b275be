/** What a letter says, in the reader's language. */
export type Wording = { readonly title: string; readonly text: string }

const languages = ['en', 'zh-CN', 'ar'] as const
type Language = (typeof languages)[number]

/** The language of ours that is nearest to a BCP 47 tag; English where none is near. */
export function languageFor(locale: string): Language {
  const base = locale.toLowerCase().split('-')[0]
  return languages.find((one) => one.toLowerCase() === locale.toLowerCase()) ?? languages.find((one) => one.split('-')[0] === base) ?? 'en'
}

/** Says how many notices wait and where to read them, and nothing of what they are about: mail leaves the house. */
export function digestLetter(locale: string, about: { organisation: string; count: number; link: string }): Wording {
  const language = languageFor(locale)
  const count = new Intl.NumberFormat(language).format(about.count)
  const { organisation, link } = about
  const plural = new Intl.PluralRules(language).select(about.count)
  if (language === 'zh-CN') {
    return {
      title: `${organisation}：${count} 条新通知`,
      text: `您在“${organisation}”有 ${count} 条未读通知。\n\n查看：${link}\n\n可在个人设置中更改接收频率。\n`,
    }
  }
  if (language === 'ar') {
    const notices = {
      zero: 'لا إشعارات جديدة',
      one: 'إشعار جديد واحد',
      two: 'إشعاران جديدان',
      few: `${count} إشعارات جديدة`,
      many: `${count} إشعارًا جديدًا`,
      other: `${count} إشعار جديد`,
    }[plural]
    return {
      title: `${organisation}: ${notices}`,
      text: `لديك في «${organisation}» ${notices}.\n\nللاطلاع عليها: ${link}\n\nيمكنك تغيير وتيرة هذه الرسائل من إعداداتك الشخصية.\n`,
    }
  }
  const notices = plural === 'one' ? `${count} new notice` : `${count} new notices`
  return {
    title: `${organisation}: ${notices}`,
    text: `You have ${notices} in ${organisation}.\n\nRead them here: ${link}\n\nHow often these letters come is in your own settings.\n`,
  }
}

export function invitationLetter(locale: string, about: { organisation: string; link: string; expiresAt: Date }): Wording {
  const language = languageFor(locale)
  const until = untilIn(language, about.expiresAt)
  const { organisation, link } = about
  if (language === 'zh-CN') {
    return {
      title: `加入“${organisation}”的邀请`,
      text: `您受邀加入 Tocsin 上的“${organisation}”。\n\n接受邀请：${link}\n\n链接只能使用一次，有效期至 ${until}。如果您没有预料到此邀请，请忽略本邮件。\n`,
    }
  }
  if (language === 'ar') {
    return {
      title: `دعوة للانضمام إلى «${organisation}»`,
      text: `أنت مدعو للانضمام إلى «${organisation}» على Tocsin.\n\nلقبول الدعوة: ${link}\n\nالرابط صالح لمرة واحدة حتى ${until}. إن لم تكن تتوقع هذه الدعوة فتجاهل الرسالة.\n`,
    }
  }
  return {
    title: `Invitation to join ${organisation}`,
    text: `You are invited to join ${organisation} on Tocsin.\n\nAccept the invitation: ${link}\n\nThe link works once, until ${until}. If you did not expect it, do nothing.\n`,
  }
}

/** To the new address: the link that confirms it. */
export function addressLetter(locale: string, about: { link: string; expiresAt: Date }): Wording {
  const language = languageFor(locale)
  const until = untilIn(language, about.expiresAt)
  const { link } = about
  if (language === 'zh-CN') {
    return {
      title: '请确认您在 Tocsin 的新邮箱地址',
      text: `有人请求将其 Tocsin 账号的邮箱改为此地址。\n\n如果是您本人，请登录后打开：${link}\n\n链接有效期至 ${until}。如果不是您，请忽略本邮件。\n`,
    }
  }
  if (language === 'ar') {
    return {
      title: 'تأكيد عنوانك الجديد في Tocsin',
      text: `طُلب استخدام هذا العنوان لحساب في Tocsin.\n\nإن كنت صاحب الطلب فافتح الرابط وأنت مسجل الدخول: ${link}\n\nالرابط صالح حتى ${until}. إن لم تطلب ذلك فتجاهل الرسالة.\n`,
    }
  }
  return {
    title: 'Confirm your new address for Tocsin',
    text: `This address is to be used for an account on Tocsin.\n\nIf you asked for it, open this while signed in: ${link}\n\nThe link works until ${until}. If you did not ask, do nothing.\n`,
  }
}

/** To the old address: that it counts no more. */
export function addressChangedLetter(locale: string): Wording {
  const language = languageFor(locale)
  if (language === 'zh-CN') {
    return {
      title: '您的 Tocsin 邮箱地址已更改',
      text: '您的 Tocsin 账号现已改用其他邮箱地址。\n\n如果不是您本人所为，请立即联系您所在机构的管理员。\n',
    }
  }
  if (language === 'ar') {
    return {
      title: 'تغيّر عنوانك في Tocsin',
      text: 'أصبح حسابك في Tocsin يستخدم عنوان بريد آخر.\n\nإن لم تكن أنت من غيّره فاتصل بمسؤول مؤسستك فورًا.\n',
    }
  }
  return {
    title: 'Your address for Tocsin was changed',
    text: 'Your account on Tocsin uses another e-mail address from now on.\n\nIf that was not you, tell an administrator of your organisation at once.\n',
  }
}

function untilIn(language: Language, moment: Date): string {
  return `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(moment)} UTC`
}
