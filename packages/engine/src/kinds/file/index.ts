import { basename, dirname } from 'node:path';
import { cloudinitDisk, combustion, ignition, type ResourceSchema } from '@virtform/schema';
import type { OpenHostView } from '../host-view.js';
import { identityText, type Actual, type Attributes, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { FILE_FORMS, type FileForm } from './content.js';
import { fileToState, isWhole, proposeFile } from './propose.js';
import { filePath, wantedFile } from './wanted-file.js';

/** Files hold passwords and keys: they are for who applies, and for nobody else. */
const MODE = 0o600;

/**
 * A file on the machine that applies, from which a guest is set up. It is known by its path. Where it is missing it is made
 * again; nothing of it is on the host.
 */
function fileKind(schema: ResourceSchema, form: FileForm): Kind<OpenHostView> {
  return {
    type: schema.type,
    schema,
    identify: (wanted, _uuid, view, mark) => identityOf(filePath(form, wanted, view.files.folder, mark)),
    locate: (attributes) => {
      const file = textAt(attributes, ['path']);
      return file === undefined ? undefined : identityOf(file);
    },
    read: (view, identity) => actualFile(view, identity),
    propose: (request) => proposeFile(form, schema, request),
    judgeIntent({ wanted }, actual) {
      if (actual === undefined) return 'absent';
      return wanted === undefined || isWhole(form, actual, wanted) ? 'complete' : 'recreate';
    },
    async execute(step, { files, identity, wanted }, view) {
      const file = identityText(identity, 'path') ?? '';
      switch (step.effect) {
        case 'write': {
          await files.makeFolder(dirname(file));
          // A new file: one that QEMU's user took over as a guest's disk could not be written to.
          await files.remove(file);
          return files.overwrite(file, contentOf(form, wanted), MODE);
        }
        case 'remove':
          return files.remove(file);
        case 'release':
          view.files.release(file);
          return;
        default:
          throw new TypeError(`a file has no step ${step.effect}`);
      }
    },
    toState: (actual, wanted) => fileToState(form, schema, actual, wanted),
    validate: () => [],
  };
}

function identityOf(file: string | undefined): Identity {
  return file === undefined ? {} : { name: basename(file), path: file };
}

function actualFile(view: OpenHostView, identity: Identity): Actual | undefined {
  const file = identityText(identity, 'path');
  const found = file === undefined ? undefined : view.files.at(file);
  if (file === undefined || found === undefined) return undefined;
  const { size, digest } = found;
  const stored: Attributes = { size, ...(digest === undefined ? {} : { digest }) };
  return { identity: identityOf(file), stored, running: undefined, mark: undefined };
}

function contentOf(form: FileForm, wanted: Attributes | undefined): Buffer {
  const whole = wanted === undefined ? undefined : wantedFile(form, wanted);
  if (whole === undefined) throw new TypeError(`what the ${form.what} is to hold is not known`);
  return whole.content;
}

/** `libvirt_cloudinit_disk`, `libvirt_ignition` and `libvirt_combustion`. */
export const fileKinds: readonly Kind<OpenHostView>[] = [
  fileKind(cloudinitDisk, FILE_FORMS.libvirt_cloudinit_disk),
  fileKind(ignition, FILE_FORMS.libvirt_ignition),
  fileKind(combustion, FILE_FORMS.libvirt_combustion),
];
