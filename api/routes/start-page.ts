import type { Api, ApiContext } from '../context.ts';

/** A plain page that says where things are; it shows no data. */
export function startPageRoute(
  app: Api,
  { simulated }: ApiContext,
  { temporalUi }: { temporalUi?: string | undefined },
): void {
  app.get('/', { schema: { hide: true } }, async (_request, reply) => {
    const mark = (await simulated().catch(() => false)) ? '<p><b>模拟数据 非正式文件</b></p>' : '';
    const temporal = temporalUi === undefined ? '' : link(temporalUi, 'Temporal 工作流页面');
    return reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>提升</title>
<h1>提升 Tisheng</h1>${mark}
<ul>${link('/openapi.json', '接口说明 OpenAPI')}${link('/v1/health', '运行状况')}${temporal}</ul>
</html>`);
  });
}

const link = (href: string, text: string): string =>
  `<li><a href="${encodeURI(href)}">${text}</a></li>`;
