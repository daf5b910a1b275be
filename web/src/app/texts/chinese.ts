import problems from '../catalogue/zh-CN/problems.json' with { type: 'json' }
import shell from '../catalogue/zh-CN/shell.json' with { type: 'json' }
import ui from '../catalogue/zh-CN/ui.json' with { type: 'json' }

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>([
  '../catalogue/zh-CN/*.json',
  '!../catalogue/zh-CN/{problems,shell,ui}.json',
])
