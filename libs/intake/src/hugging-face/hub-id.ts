/** Presets by their ids on the model hub. */
import { MODELS } from '@railyard/parallelism';

/** The preset whose source is the config.json of that repository, whatever the case of its letters. */
export function presetOfHubId(id: string): string | undefined {
  const wanted = `${id.toLowerCase()} config.json`;
  const found = Object.values(MODELS).find(({ source }) =>
    source
      .toLowerCase()
      .split('; ')
      .some((part) => part.startsWith(wanted)),
  );
  return found?.name;
}
