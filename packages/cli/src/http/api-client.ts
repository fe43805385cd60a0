import type { Problem } from '@pneumo/shared/contracts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { networkFaultOf } from './network-fault.ts';

export interface ApiRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; a stream is read while it is sent. */
  readonly body?: Uint8Array | ReadableStream<Uint8Array> | FormData;
}

/** Calls of the gateway. Every refusal is a CliError with the problem's code; a gateway that is not there, one with exit code 3. */
export interface ApiClient {
  readonly server: string;
  send(path: string, request?: ApiRequest): Promise<Response>;
  json<T>(path: string, request?: ApiRequest): Promise<T>;
  /** A read, or undefined where the gateway answers 404. */
  trySend(path: string): Promise<Response | undefined>;
  tryJson<T>(path: string): Promise<T | undefined>;
}

const refusalOf = async (response: Response): Promise<CliError> => {
  const text = await response.text();
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(text) as Partial<Problem>;
  } catch {
    // Not ours: what lies between, perhaps.
  }
  const { code, detail, title, advice, errors } = problem;
  if (code === undefined) {
    return new CliError(`The server answered ${response.status} and is perhaps no Pneumo: ${text.slice(0, 200)}`);
  }
  const fields = errors?.map(({ path, message }) => `${path} ${message}`).join('; ');
  const what = [detail ?? title, fields].filter((part) => part !== undefined && part !== '').join(' ');
  const keyAdvice = code === 'unauthenticated' ? 'Set PNEUMO_API_KEY or --key.' : advice;
  return new CliError(`${what} ${keyAdvice ?? ''}`.trim() + ` (${code})`, EXIT_CODES.failed, { code });
};

export const createApiClient = (options: {
  readonly server: string;
  readonly apiKey: string | undefined;
  readonly signal: AbortSignal;
}): ApiClient => {
  const { server, apiKey, signal } = options;

  const call = async (path: string, { method = 'GET', headers = {}, json, body }: ApiRequest): Promise<Response> => {
    const payload = json === undefined ? body : JSON.stringify(json);
    try {
      return await fetch(`${server}${path}`, {
        method,
        headers: {
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          ...headers,
        },
        ...(payload === undefined ? {} : { body: payload }),
        ...(payload instanceof ReadableStream ? { duplex: 'half' } : {}),
        signal,
      });
    } catch (error) {
      const fault = networkFaultOf(error);
      if (fault === undefined) throw error;
      throw new CliError(
        `No Pneumo answers at ${server} (${fault}). Start one with \`npm start\`, or name another with --server URL.`,
        EXIT_CODES.unreachable,
        { cause: error },
      );
    }
  };

  const send = async (path: string, request: ApiRequest = {}): Promise<Response> => {
    const response = await call(path, request);
    if (!response.ok) throw await refusalOf(response);
    return response;
  };

  const trySend = async (path: string): Promise<Response | undefined> => {
    const response = await call(path, {});
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  };

  return {
    server,
    send,
    trySend,
    json: async <T>(path: string, request?: ApiRequest) => (await (await send(path, request)).json()) as T,
    tryJson: async <T>(path: string) => (await trySend(path))?.json() as Promise<T> | undefined,
  };
};
