import { PneumoError } from '@pneumo/shared/runtime';

/** Throws `callback_host_not_allowed` unless the operator has listed the host, with or without its port. */
export const assertCallbackAllowed = (callbackUrl: string, allowedHosts: readonly string[]): void => {
  const url = URL.parse(callbackUrl);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new PneumoError('validation_failed', 'callbackUrl must be an http or https address without a password.');
  }
  if (allowedHosts.includes(url.hostname) || allowedHosts.includes(url.host)) return;
  throw new PneumoError('callback_host_not_allowed', `Callbacks to ${url.host} are not allowed.`);
};
