import { useEffect, useId, useRef, useState } from 'react';
import { addUploads } from './uploads.ts';

const ACCEPTED = '.jpg,.jpeg,.png,.dcm,.dicom,image/jpeg,image/png,application/dicom';

/** Takes pictures by drop anywhere on the page, by paste, or by choice. */
export const DropZone = ({ onAdded }: { onAdded: () => void }) => {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();

  useEffect(() => {
    const add = (files: FileList | undefined): void => {
      if (files === undefined || files.length === 0) return;
      addUploads([...files]);
      onAdded();
    };
    const onPaste = (event: ClipboardEvent): void => add(event.clipboardData?.files);
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      setIsOver(false);
      add(event.dataTransfer?.files);
    };
    const onDragOver = (event: DragEvent): void => {
      event.preventDefault();
      setIsOver(true);
    };
    const onDragLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    addEventListener('paste', onPaste);
    addEventListener('drop', onDrop);
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    return () => {
      removeEventListener('paste', onPaste);
      removeEventListener('drop', onDrop);
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
    };
  }, [onAdded]);

  return (
    <div className={isOver ? 'drop is-over' : 'drop'}>
      <button type="button" className="primary" aria-describedby={hintId} onClick={() => input.current?.click()}>
        Choose X-rays
      </button>
      <p id={hintId} className="small">
        or drop or paste them here: frontal chest films as JPEG, PNG or DICOM, one or many. They stay on this server.
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label="X-ray files"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length === 0) return;
          addUploads(files);
          onAdded();
        }}
      />
    </div>
  );
};
