import { createRequire } from 'node:module';

/**
 * The faces of an official document by their role. 小标宋 (title), 仿宋 (body) and 楷体 (second
 * headings) have no openly licensed original, so weights of Noto Serif SC stand in for them and
 * Noto Sans SC for 黑体; the report's data notes say so.
 */
export const faces = { title: 'XiaoBiaoSong', body: 'FangSong', kai: 'KaiTi', hei: 'HeiTi' };

export const substitution =
  '小标宋、仿宋、楷体以思源宋体（Noto Serif SC）代替，黑体以思源黑体（Noto Sans SC）代替。';

const files = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  black: '@expo-google-fonts/noto-serif-sc/900Black/NotoSerifSC_900Black.ttf',
  sans: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
};

export type FontFamily = { normal: string; bold: string; italics: string; bolditalics: string };

/** Font families by face, as paths of font files. Throws when a font package is not installed. */
export function fontFamilies(): Record<string, FontFamily> {
  const { resolve } = createRequire(import.meta.url);
  const regular = resolve(files.regular);
  const bold = resolve(files.bold);
  return {
    [faces.body]: family(regular, bold),
    [faces.kai]: family(bold, bold),
    [faces.title]: family(resolve(files.black), resolve(files.black)),
    [faces.hei]: family(resolve(files.sans), resolve(files.sans)),
  };
}

function family(normal: string, bold: string): FontFamily {
  return { normal, bold, italics: normal, bolditalics: bold };
}
