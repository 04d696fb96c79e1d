import {
  checkCertificateNumber,
  type CertificateFormat,
} from '../../../../domain/certificate-number.ts';
import { yearOf, type IsoDate } from '../../../../domain/days.ts';
import { digits } from './trainees.ts';

export type Certificate = {
  kind: string;
  number: string;
  issuedOn: IsoDate;
  /** False for one that the registry does not know, so that a person has to look. */
  registered: boolean;
};

export type CertificateHolder = {
  kind: string;
  level: string | undefined;
  identityNumber: string;
  issuedOn: IsoDate;
};

type Templates = { certificates: Readonly<Record<string, string>>; unknownCertificate: string };

/**
 * Writes certificate numbers by the templates of the programme, each with the next serial. Throws
 * RangeError when a number does not satisfy the formats of the region pack.
 */
export function certificatePrinter(
  { certificates, unknownCertificate }: Templates,
  formats: readonly CertificateFormat[],
) {
  let serial = 0;
  const numberBy = (template: string, holder: CertificateHolder) => {
    serial += 1;
    return fill(template, holder, digits(serial, 8));
  };
  return {
    issue(holder: CertificateHolder): Certificate {
      const { kind, level, identityNumber, issuedOn } = holder;
      const template = certificates[kind];
      if (template === undefined) throw new RangeError(`no certificate template for ${kind}`);
      const number = numberBy(template, holder);
      const claim = { issuedOn, identityNumber, ...(level !== undefined && { level }) };
      const check = checkCertificateNumber(kind, number, formats, claim);
      if (check.kind !== 'valid') throw new RangeError(`certificate ${kind}: ${check.kind}`);
      return { kind, number, issuedOn, registered: true };
    },
    issueUnknown(holder: CertificateHolder): Certificate {
      const { kind, issuedOn } = holder;
      return { kind, number: numberBy(unknownCertificate, holder), issuedOn, registered: false };
    },
  };
}

function fill(template: string, holder: CertificateHolder, serial: string): string {
  const year = String(yearOf(holder.issuedOn));
  return template
    .replace('{yyyy}', year)
    .replace('{yy}', year.slice(-2))
    .replace('{level}', holder.level ?? '')
    .replace('{identity}', holder.identityNumber)
    .replace(/\{serial:(\d)-(\d)\}/g, (_, from: string, to: string) =>
      serial.slice(Number(from), Number(to) + 1),
    );
}
