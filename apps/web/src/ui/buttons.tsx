/** Buttons that hand something over: the clipboard, a file. */
import { useState } from 'preact/hooks';

const SHOWN_MS = 1500;

export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </button>
  );
}

interface DownloadProps {
  readonly label: string;
  readonly name: string;
  readonly text: () => string | Promise<string>;
}

export function DownloadButton({ label, name, text }: DownloadProps) {
  const save = async (): Promise<void> => {
    const address = URL.createObjectURL(new Blob([await text()], { type: 'application/octet-stream' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: name });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <button type="button" onClick={() => void save()}>
      {label}
    </button>
  );
}
