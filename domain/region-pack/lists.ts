import { z } from 'zod';
import { code, text } from './scalars.ts';

export const importedList = z.looseObject({ code, name: text });
