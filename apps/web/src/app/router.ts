/** Screens by the part of the address behind `#`, so that any file host serves every one of them. */
import { useEffect, useState } from 'preact/hooks';

export interface Place {
  /** Name of the screen; '' is home. */
  readonly screen: string;
  readonly parameters: URLSearchParams;
}

export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { screen: path, parameters: new URLSearchParams(query) };
}

export const addressOf = (screen: string, parameters = new URLSearchParams()): string => {
  const query = parameters.toString();
  return `#/${screen}${query === '' ? '' : `?${query}`}`;
};

/** Follows the address. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = (): void => setPlace(placeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}
