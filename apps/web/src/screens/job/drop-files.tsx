/** Where files of a job are dropped or chosen. */
import { useRef, useState } from 'preact/hooks';
import { type SourceFile } from '@railyard/intake';

interface DropProps {
  readonly files: readonly SourceFile[];
  readonly onFiles: (files: readonly SourceFile[]) => void;
}

/** A launch script or a configuration is far smaller; a checkpoint is no text. */
const MOST_BYTES = 1_000_000;

export function DropFiles({ files, onFiles }: DropProps) {
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const take = async (given: FileList | null): Promise<void> => {
    const all = [...(given ?? [])];
    const large = all.filter(({ size }) => size > MOST_BYTES);
    setRefused(large.length === 0 ? '' : `${large.map(({ name }) => name).join(', ')} is above 1 MB.`);
    const read = await Promise.all(
      all
        .filter(({ size }) => size <= MOST_BYTES)
        .map(async (file) => ({ name: file.name, text: await file.text() })),
    );
    if (read.length > 0)
      onFiles([...files.filter(({ name }) => !read.some((each) => each.name === name)), ...read]);
  };
  return (
    <div
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files ?? null);
      }}
    >
      <label>
        Choose files
        <input
          ref={input}
          type="file"
          multiple
          onChange={({ currentTarget }) => void take(currentTarget.files)}
        />
      </label>{' '}
      or drop them here: config.json, a launch script, a job file, an experiment
      {refused !== '' && <p class="bad">{refused}</p>}
      <ul class="files">
        {files.map(({ name }) => (
          <li key={name}>
            <code>{name}</code>
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => onFiles(files.filter((file) => file.name !== name))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
