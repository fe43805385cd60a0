/** What the tools that this check starts need of the environment. */
export const toolEnv = { path: process.env.PATH ?? '', all: process.env };
